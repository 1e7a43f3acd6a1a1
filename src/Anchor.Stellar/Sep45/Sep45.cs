using System.Collections.Immutable;

namespace Anchor.Stellar;

/// <summary>SEP-45 web authentication of contract accounts as pure functions; the final word is a simulation by a Stellar RPC.</summary>
public static class Sep45
{
    private static readonly ByteString Function = ByteString.FromUtf8("web_auth_verify");

    /// <summary>Builds the entries of a challenge; the server's own is to be signed, and the answer is <see cref="SorobanAuthorizationEntry.EncodeAll"/> of all.</summary>
    /// <param name="settings">Who asks.</param>
    /// <param name="contractAccount">The client's C key.</param>
    /// <param name="homeDomain">One of the server's home domains.</param>
    /// <param name="clientDomain">The wallet, if it wants to be known.</param>
    /// <param name="nonce">Random text that the server can recognise.</param>
    /// <param name="nonces">A random number for each entry: client, server, wallet.</param>
    /// <param name="expirationLedger">The last ledger in which the challenge is good.</param>
    public static ImmutableArray<SorobanAuthorizationEntry> BuildChallenge(
        Sep45Settings settings,
        string contractAccount,
        string homeDomain,
        Sep10ClientDomain? clientDomain,
        string nonce,
        (long Client, long Server, long Wallet) nonces,
        uint expirationLedger
    )
    {
        var arguments = new Sep45Arguments(
            contractAccount,
            homeDomain,
            nonce,
            settings.WebAuthDomain,
            settings.ServerAccount.ToString(),
            clientDomain
        );
        var invocation = SorobanInvocation.Of(
            new ContractCall(new ScAddress(settings.WebAuthContract), Function, [arguments.ToMap()])
        );
        var client = Entry(contractAccount, nonces.Client);
        var server = Entry(settings.ServerAccount.ToString(), nonces.Server);
        return clientDomain is null
            ? [client, server]
            : [client, server, Entry(clientDomain.SigningKey.ToString(), nonces.Wallet)];

        SorobanAuthorizationEntry Entry(string address, long entryNonce) =>
            new(new AddressCredentials(new ScAddress(address), entryNonce, expirationLedger, new ScVoid()), invocation);
    }

    /// <summary>Reads entries that came back and checks all that needs no simulation.</summary>
    public static Sep45Verdict Read(string? authorizationEntries, Sep45Settings settings, uint currentLedger)
    {
        if (!SorobanAuthorizationEntry.TryDecodeAll(authorizationEntries, out var entries) || entries.IsEmpty)
        {
            return Sep45Verdict.Refuse(Sep45Refusal.Malformed);
        }

        if (CheckCalls(entries, settings) is { } callRefusal)
        {
            return Sep45Verdict.Refuse(callRefusal);
        }

        var call = entries[0].RootInvocation.Call!;
        if (Sep45Arguments.Read(call) is not { } arguments)
        {
            return Sep45Verdict.Refuse(Sep45Refusal.BadArguments);
        }

        if (
            (CheckArguments(arguments, settings) ?? CheckEntries(entries, arguments, settings, currentLedger)) is
            { } refusal
        )
        {
            return Sep45Verdict.Refuse(refusal);
        }

        var server = entries.First(e => Address(e) == arguments.WebAuthDomainAccount);
        return Sep45Verdict.Accept(
            new Sep45Challenge
            {
                Client = arguments.Account,
                HomeDomain = arguments.HomeDomain,
                ClientDomain = arguments.ClientDomain,
                Hash = server.SignatureHash(settings.Network),
                ExpirationLedger = ((AddressCredentials)server.Credentials).ExpirationLedger,
                Call = call,
                Entries = entries,
            }
        );
    }

    private static Sep45Refusal? CheckCalls(ImmutableArray<SorobanAuthorizationEntry> entries, Sep45Settings settings)
    {
        foreach (var entry in entries)
        {
            if (entry.Credentials is not AddressCredentials)
            {
                return Sep45Refusal.UnsupportedCredentials;
            }

            if (entry.RootInvocation.HasSubInvocations)
            {
                return Sep45Refusal.SubInvocation;
            }

            if (entry.RootInvocation.Call is not { } call || call.Contract.Text != settings.WebAuthContract)
            {
                return Sep45Refusal.WrongContract;
            }

            if (call.Function != Function)
            {
                return Sep45Refusal.WrongFunction;
            }

            if (entry.RootInvocation.Xdr != entries[0].RootInvocation.Xdr)
            {
                return Sep45Refusal.ArgumentsDiffer;
            }
        }

        return null;
    }

    private static Sep45Refusal? CheckArguments(Sep45Arguments arguments, Sep45Settings settings) =>
        !settings.HomeDomains.Contains(arguments.HomeDomain) ? Sep45Refusal.WrongHomeDomain
        : arguments.WebAuthDomain != settings.WebAuthDomain ? Sep45Refusal.WrongWebAuthDomain
        : arguments.WebAuthDomainAccount != settings.ServerAccount.ToString() ? Sep45Refusal.WrongServerAccount
        : !StrKey.TryDecode(arguments.Account, StrKeyKind.Contract, new byte[Hash256.Size]) ? Sep45Refusal.BadArguments
        : null;

    private static Sep45Refusal? CheckEntries(
        ImmutableArray<SorobanAuthorizationEntry> entries,
        Sep45Arguments arguments,
        Sep45Settings settings,
        uint currentLedger
    )
    {
        var byAddress = new Dictionary<string, SorobanAuthorizationEntry>(StringComparer.Ordinal);
        var wallet = arguments.ClientDomain?.SigningKey.ToString();
        foreach (var entry in entries)
        {
            var address = Address(entry);
            var isExpected =
                address == arguments.Account || address == arguments.WebAuthDomainAccount || address == wallet;
            if (!isExpected || !byAddress.TryAdd(address, entry))
            {
                return Sep45Refusal.UnexpectedEntry;
            }
        }

        return !byAddress.TryGetValue(arguments.WebAuthDomainAccount, out var server) ? Sep45Refusal.ServerEntryMissing
            : !byAddress.ContainsKey(arguments.Account) ? Sep45Refusal.ClientEntryMissing
            : wallet is not null && !byAddress.ContainsKey(wallet) ? Sep45Refusal.ClientDomainEntryMissing
            : !server.IsSignedBy(settings.ServerAccount, settings.Network) ? Sep45Refusal.ServerSignatureInvalid
            : entries.Any(e => ((AddressCredentials)e.Credentials).ExpirationLedger < currentLedger)
                ? Sep45Refusal.Expired
            : null;
    }

    private static string Address(SorobanAuthorizationEntry entry) =>
        ((AddressCredentials)entry.Credentials).Address.Text;
}
