using Anchor.Grains.Ports;

namespace Anchor.Api.Tokens;

/// <summary>Who is signed in (SEP-10).</summary>
/// <param name="Owner">The address and the memo: what decides whose transactions are seen.</param>
/// <param name="ExpiresAt">In Unix seconds.</param>
internal sealed record WebAuthToken(string Subject, TransactionOwner Owner, string? ClientDomain, long ExpiresAt)
{
    public static WebAuthToken From(TokenClaims claims)
    {
        var colon = claims.Subject.IndexOf(':', StringComparison.Ordinal);
        var owner =
            colon < 0
                ? new TransactionOwner(claims.Subject, null)
                : new TransactionOwner(claims.Subject[..colon], claims.Subject[(colon + 1)..]);
        return new WebAuthToken(claims.Subject, owner, claims.ClientDomain, claims.ExpiresAt);
    }

    /// <summary>SEP-10's <c>sub</c>.</summary>
    public static string SubjectOf(TransactionOwner owner) =>
        owner.AccountMemo is null ? owner.Account : $"{owner.Account}:{owner.AccountMemo}";
}
