namespace Anchor.Stellar;

/// <summary>The checks of a returned challenge that need no ledger, in the order of SEP-10.</summary>
internal static class Sep10Reader
{
    internal static Sep10Verdict Read(SimpleEnvelope envelope, Sep10Settings settings, DateTimeOffset now)
    {
        var transaction = envelope.Transaction;
        if (CheckHead(transaction, settings, now) is { } headRefusal)
        {
            return Sep10Verdict.Refuse(headRefusal);
        }

        var first = (ManageDataOperation)transaction.Operations[0];
        var client = first.Source!.Value;
        if (transaction.Memo is not (NoMemo or IdMemo) || (transaction.Memo is IdMemo && client.Id is not null))
        {
            return Sep10Verdict.Refuse(Sep10Refusal.BadMemo);
        }

        if (first.Value is not { } nonce || !Sep10.IsNonce(nonce.Span))
        {
            return Sep10Verdict.Refuse(Sep10Refusal.BadNonce);
        }

        if (HomeDomain(first.Name, settings) is not { } homeDomain)
        {
            return Sep10Verdict.Refuse(Sep10Refusal.WrongHomeDomain);
        }

        if (CheckFurtherOperations(transaction, settings, out var clientDomain) is { } refusal)
        {
            return Sep10Verdict.Refuse(refusal);
        }

        var hash = transaction.Hash(settings.Network);
        var signatures = new Sep10Signatures(envelope, hash);
        if (!signatures.Take(settings.ServerAccount))
        {
            return Sep10Verdict.Refuse(Sep10Refusal.ServerSignatureMissing);
        }

        if (
            clientDomain is not null
            && clientDomain.SigningKey != settings.ServerAccount
            && !signatures.Take(clientDomain.SigningKey)
        )
        {
            return Sep10Verdict.Refuse(Sep10Refusal.ClientDomainSignatureMissing);
        }

        return Sep10Verdict.Accept(
            new Sep10Challenge
            {
                Client = client,
                Memo = (transaction.Memo as IdMemo)?.Value,
                HomeDomain = homeDomain,
                ClientDomain = clientDomain,
                Hash = hash,
                MaxTime = DateTimeOffset.FromUnixTimeSeconds((long)transaction.Preconditions.TimeBounds!.MaxTime),
                Envelope = envelope,
                KnownSignatures = signatures.Taken,
            }
        );
    }

    private static Sep10Refusal? CheckHead(Transaction transaction, Sep10Settings settings, DateTimeOffset now)
    {
        if (transaction.Sequence != 0)
        {
            return Sep10Refusal.SequenceNotZero;
        }

        // A muxed form of the server's account is another account to every wallet.
        if (transaction.Source != new MuxedAccount(settings.ServerAccount))
        {
            return Sep10Refusal.WrongSource;
        }

        if (transaction.Operations.IsEmpty)
        {
            return Sep10Refusal.Malformed;
        }

        if (transaction.Operations[0].Source is null)
        {
            return Sep10Refusal.NoOperationSource;
        }

        if (transaction.Operations[0] is not ManageDataOperation)
        {
            return Sep10Refusal.FirstOperationNotManageData;
        }

        return CheckTime(transaction.Preconditions.TimeBounds, now);
    }

    private static Sep10Refusal? CheckTime(TimeBounds? bounds, DateTimeOffset now)
    {
        if (bounds is null or { MaxTime: 0 } || bounds.MaxTime > (ulong)DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            return Sep10Refusal.NoTimeBounds;
        }

        var seconds = (ulong)now.ToUnixTimeSeconds();
        return seconds > bounds.MaxTime ? Sep10Refusal.Expired
            : seconds < bounds.MinTime ? Sep10Refusal.NotYetValid
            : null;
    }

    private static string? HomeDomain(ByteString name, Sep10Settings settings)
    {
        if (name.ToUtf8OrNull() is not { } text || !text.EndsWith(Sep10.HomeDomainSuffix, StringComparison.Ordinal))
        {
            return null;
        }

        var domain = text[..^Sep10.HomeDomainSuffix.Length];
        return settings.HomeDomains.Contains(domain) ? domain : null;
    }

    private static Sep10Refusal? CheckFurtherOperations(
        Transaction transaction,
        Sep10Settings settings,
        out Sep10ClientDomain? clientDomain
    )
    {
        clientDomain = null;
        foreach (var operation in transaction.Operations.AsSpan()[1..])
        {
            if (operation is not ManageDataOperation data)
            {
                return Sep10Refusal.OperationNotManageData;
            }

            if (data.Name.Span.SequenceEqual("client_domain"u8))
            {
                if (clientDomain is not null)
                {
                    return Sep10Refusal.DuplicateClientDomain;
                }

                if (data.Source is not { Id: null } wallet)
                {
                    return Sep10Refusal.UnexpectedOperationSource;
                }

                if (data.Value?.ToUtf8OrNull() is not { } domain)
                {
                    return Sep10Refusal.Malformed;
                }

                clientDomain = new Sep10ClientDomain(domain, wallet.Account);
                continue;
            }

            if (data.Source != new MuxedAccount(settings.ServerAccount))
            {
                return Sep10Refusal.UnexpectedOperationSource;
            }

            if (
                data.Name.Span.SequenceEqual("web_auth_domain"u8)
                && data.Value?.ToUtf8OrNull() != settings.WebAuthDomain
            )
            {
                return Sep10Refusal.WrongWebAuthDomain;
            }
        }

        return null;
    }
}
