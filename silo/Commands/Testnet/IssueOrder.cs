using System.Text.Json.Serialization;
using Anchor.Hosting.Issuing;
using Anchor.Stellar;

namespace Anchor.Silo.Commands.Testnet;

/// <summary>What shall be issued, by whom and to whom.</summary>
internal sealed record IssueOrder(
    string Code,
    KeyPair Issuer,
    KeyPair Distribution,
    KeyPair? Client,
    long Amount,
    long ClientAmount,
    string? HomeDomain
)
{
    public CreditAsset Asset => Stellar.Asset.Credit(Code, Issuer.Account);

    public async Task RunAsync(AssetIssue issue, CancellationToken cancellationToken)
    {
        await issue.FundAsync(
            new[] { Issuer, Distribution, Client }.OfType<KeyPair>().Select(key => key.Account),
            cancellationToken
        );
        await issue.TopUpAsync(LedgerKey.Of(Distribution), LedgerKey.Of(Issuer), Amount, cancellationToken);
        if (Client is not null)
        {
            await issue.TopUpAsync(LedgerKey.Of(Client), LedgerKey.Of(Distribution), ClientAmount, cancellationToken);
        }

        if (!string.IsNullOrEmpty(HomeDomain))
        {
            await issue.SetHomeDomainAsync(LedgerKey.Of(Issuer), HomeDomain, cancellationToken);
        }
    }

    public IssueReport Report(TestNetwork network) =>
        new(
            network.Network.Passphrase,
            Code,
            ReportOf(Issuer),
            ReportOf(Distribution),
            Client is null ? null : ReportOf(Client)
        );

    private static IssuedAccount ReportOf(KeyPair key) => new(key.Account.ToString(), key.ExportSecret());
}

/// <summary>What was issued, for programs.</summary>
internal sealed record IssueReport(
    string NetworkPassphrase,
    string Asset,
    IssuedAccount Issuer,
    IssuedAccount Distribution,
    IssuedAccount? Client
);

/// <summary>An account of a test network, with its secret.</summary>
internal sealed record IssuedAccount(string PublicKey, string SecretKey);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    WriteIndented = true
)]
[JsonSerializable(typeof(IssueReport))]
internal sealed partial class IssueJson : JsonSerializerContext;
