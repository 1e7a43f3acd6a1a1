using System.Text.RegularExpressions;
using Anchor.Api.Http;
using Anchor.Stellar;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Sep10;

/// <summary>Finds the signing key of a wallet that names itself (SEP-10, "Verifying the Client Domain").</summary>
internal sealed partial class ClientDomains(
    IClientDomainFetcher fetcher,
    IOptions<AnchorApiOptions> options,
    ILogger<ClientDomains> logger
)
{
    // It becomes the value of a manage-data operation.
    private const int MaxLength = 64;

    /// <summary>Both null: the wallet is not named, or not one this server attributes requests to.</summary>
    public async Task<(Sep10ClientDomain? Domain, ApiError? Error)> FindAsync(
        string? domain,
        CancellationToken cancellationToken
    )
    {
        var attribution = options.Value.ClientAttribution;
        if (domain is null)
        {
            return (null, attribution.Required ? ApiError.BadRequest("'client_domain' is required") : null);
        }

        if (domain.Length > MaxLength || !(options.Value.LocalMode ? LocalHost() : HostName()).IsMatch(domain))
        {
            return (null, ApiError.BadRequest("'client_domain' must be a valid hostname"));
        }

        if (
            attribution.DenyList.Contains(domain)
            || (attribution.AllowList.Count > 0 && !attribution.AllowList.Contains(domain))
        )
        {
            return (null, attribution.Required ? ApiError.Forbidden("unrecognized 'client_domain'") : null);
        }

        var (toml, fault) = await fetcher.FetchAsync(domain, cancellationToken);
        if (toml is null)
        {
            logger.ClientDomainRefused(domain, fault!);
            return (null, ApiError.BadRequest("unable to fetch 'client_domain' SIGNING_KEY"));
        }

        return TomlKeys.SigningKey(toml) is { } key
            ? (new Sep10ClientDomain(domain, key), null)
            : (null, ApiError.BadRequest("the stellar.toml of 'client_domain' has no valid SIGNING_KEY"));
    }

    /// <summary>A name with at least one dot, no port, no address, not all digits at the end.</summary>
    [GeneratedRegex(
        @"^(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex HostName();

    [GeneratedRegex(
        @"^[A-Za-z0-9](?:[A-Za-z0-9.-]{0,62}[A-Za-z0-9])?(?::[0-9]{1,5})?$",
        RegexOptions.CultureInvariant,
        1000
    )]
    private static partial Regex LocalHost();
}
