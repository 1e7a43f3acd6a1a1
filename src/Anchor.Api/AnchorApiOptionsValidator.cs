using System.Net;
using System.Text;
using Microsoft.Extensions.Options;

namespace Anchor.Api;

/// <summary>Names each fault of the options in one line, so that the start stops before a request is served.</summary>
internal sealed class AnchorApiOptionsValidator : IValidateOptions<AnchorApiOptions>
{
    // Manage-data names and values are limited to 64 bytes, and the name ends in " auth".
    private const int MaxWebAuthDomain = 64;
    private const int MaxHomeDomain = 64 - 5;
    private const int MinKeyBytes = 32;

    public ValidateOptionsResult Validate(string? name, AnchorApiOptions options)
    {
        var faults = Faults(options).ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }

    private static IEnumerable<string> Faults(AnchorApiOptions options)
    {
        if (options.HostUrl is not { IsAbsoluteUri: true } host || host.Scheme is not ("http" or "https"))
        {
            yield return "HOST_URL must be an http or https URL.";
            yield break;
        }

        if (host.PathAndQuery != "/")
        {
            yield return "HOST_URL must have no path.";
        }

        if (!options.LocalMode && host.Scheme != "https")
        {
            yield return "HOST_URL must be https outside LOCAL_MODE.";
        }

        if (options.SigningKey is null)
        {
            yield return "SIGNING_SEED is missing.";
        }

        if (options.JwtKey.Length == 0)
        {
            yield return "SERVER_JWT_KEY is missing.";
        }
        else if (!options.LocalMode && Encoding.UTF8.GetByteCount(options.JwtKey) < MinKeyBytes)
        {
            yield return $"SERVER_JWT_KEY must have at least {MinKeyBytes} bytes outside LOCAL_MODE.";
        }

        if (options.AcceptedHomeDomains.Any(domain => domain.Length is 0 or > MaxHomeDomain))
        {
            yield return $"SEP10_HOME_DOMAINS must have 1 to {MaxHomeDomain} characters each.";
        }

        if (options.EffectiveWebAuthDomain.Length is 0 or > MaxWebAuthDomain)
        {
            yield return $"SEP10_WEB_AUTH_DOMAIN must have 1 to {MaxWebAuthDomain} characters.";
        }

        foreach (var network in options.OperatorNetworks.Where(text => !IPNetwork.TryParse(text, out _)))
        {
            yield return $"'{network}' is not a network in CIDR form.";
        }

        foreach (var (code, currency) in options.Currencies)
        {
            if (currency.Name is { Length: > 20 })
            {
                yield return $"The name of {code} has more than 20 characters.";
            }
        }

        if (
            options.InteractiveTokenLifetime <= TimeSpan.Zero
            || options.TokenLifetime <= TimeSpan.Zero
            || options.SessionLifetime <= TimeSpan.Zero
            || options.IncompleteLifetime <= TimeSpan.Zero
            || options.TransferLifetime <= TimeSpan.Zero
        )
        {
            yield return "Lifetimes must be greater than zero.";
        }
    }
}
