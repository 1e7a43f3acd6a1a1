namespace Anchor.Stellar;

/// <summary>The one argument of <c>web_auth_verify</c>: a map of names to texts.</summary>
internal sealed record Sep45Arguments(
    string Account,
    string HomeDomain,
    string Nonce,
    string WebAuthDomain,
    string WebAuthDomainAccount,
    Sep10ClientDomain? ClientDomain
)
{
    /// <summary>Reads the arguments; null if a name is missing, stands there twice or is not one of these.</summary>
    internal static Sep45Arguments? Read(ContractCall call)
    {
        if (call.Arguments is not [ScMap map])
        {
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var entry in map.Entries)
        {
            if (
                entry is not { Key: ScSymbol name, Value: ScString value }
                || name.Value.ToUtf8OrNull() is not { } key
                || value.Value.ToUtf8OrNull() is not { } text
                || !texts.TryAdd(key, text)
            )
            {
                return null;
            }
        }

        var hasDomain = texts.Remove("client_domain", out var domain);
        if (hasDomain != texts.Remove("client_domain_account", out var domainAccount))
        {
            return null;
        }

        Sep10ClientDomain? client = null;
        if (hasDomain)
        {
            if (!AccountId.TryParse(domainAccount, out var key))
            {
                return null;
            }

            client = new Sep10ClientDomain(domain!, key);
        }

        return
            texts.Remove("account", out var account)
            && texts.Remove("home_domain", out var home)
            && texts.Remove("nonce", out var nonce)
            && texts.Remove("web_auth_domain", out var webAuth)
            && texts.Remove("web_auth_domain_account", out var server)
            && texts.Count == 0
            ? new Sep45Arguments(account, home, nonce, webAuth, server, client)
            : null;
    }

    /// <summary>The map, its names in the order contracts demand.</summary>
    internal ScMap ToMap()
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["account"] = Account,
            ["home_domain"] = HomeDomain,
            ["nonce"] = Nonce,
            ["web_auth_domain"] = WebAuthDomain,
            ["web_auth_domain_account"] = WebAuthDomainAccount,
        };
        if (ClientDomain is not null)
        {
            texts["client_domain"] = ClientDomain.Domain;
            texts["client_domain_account"] = ClientDomain.SigningKey.ToString();
        }

        return new ScMap([
            .. texts.Select(t => new ScMapEntry(
                new ScSymbol(ByteString.FromUtf8(t.Key)),
                new ScString(ByteString.FromUtf8(t.Value))
            )),
        ]);
    }
}
