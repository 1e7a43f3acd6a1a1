namespace Anchor.Api.Sep24;

/// <summary>Where SEP-24 lives. Wallets learn the base from stellar.toml; the rest is fixed by the SEP, the pages by us.</summary>
internal static class Sep24Paths
{
    public const string Base = "/sep24";
    public const string MoreInfo = $"{Base}/transaction/more_info";
    public const string MoreInfoStatus = $"{MoreInfo}/status";
    public const string Interactive = $"{Base}/interactive";

    /// <summary>The pages of one transaction; also the path of their cookie.</summary>
    public static string InteractiveOf(string transactionId) => $"{Interactive}/{transactionId}";
}
