using System.Collections.Immutable;
using Anchor.Stellar;
using Anchor.Stellar.Horizon;

namespace Anchor.Hosting.Issuing;

/// <summary>Sends transactions of accounts that nobody else uses meanwhile, and waits until they are in a ledger. For set-up and for wallets, not for the anchor's payouts.</summary>
internal sealed class LedgerSender(HorizonClient horizon, Network network, TimeProvider time)
{
    private const uint FeeAnOperation = 10_000;
    private static readonly TimeSpan Validity = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private readonly HorizonSubmitter _submitter = new(horizon);

    /// <summary>Has friendbot create the account, unless it exists.</summary>
    public async Task FundAsync(AccountId account, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await horizon.GetAccountAsync(account.ToString(), cancellationToken) is not null)
                {
                    return;
                }

                await horizon.FundAsync(account.ToString(), cancellationToken);
            }
            catch (HorizonException e) when (e.Failure != HorizonFailure.Refused)
            {
                // Friendbot may have paid all the same: look again.
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    /// <summary>Applies the operations in one transaction of the first key's account; gives its hash.</summary>
    /// <exception cref="LedgerRefusedException">The network refused it; nothing changed but perhaps the sequence.</exception>
    public Task<string> SendAsync(
        ImmutableArray<KeyPair> keys,
        ImmutableArray<Operation> operations,
        Memo memo,
        CancellationToken cancellationToken
    ) => SendAsync([.. keys.Select(LedgerKey.Of)], operations, memo, cancellationToken);

    /// <summary>The same with keys that are elsewhere.</summary>
    public async Task<string> SendAsync(
        ImmutableArray<LedgerKey> keys,
        ImmutableArray<Operation> operations,
        Memo memo,
        CancellationToken cancellationToken
    )
    {
        var source = keys[0].Account;
        var account =
            await AnsweredAsync(token => horizon.GetAccountAsync(source.ToString(), token), cancellationToken)
            ?? throw new LedgerRefusedException($"The account {source} does not exist.");
        var transaction = new Transaction
        {
            Source = source,
            Fee = FeeAnOperation * (uint)operations.Length,
            Sequence = account.Sequence + 1,
            Preconditions = Preconditions.Until(time.GetUtcNow() + Validity),
            Memo = memo,
            Operations = operations,
        };
        var hash = transaction.Hash(network);
        var signatures = ImmutableArray.CreateBuilder<DecoratedSignature>();
        foreach (var key in keys.DistinctBy(key => key.Account))
        {
            signatures.Add(await key.SignAsync(transaction, hash, cancellationToken));
        }

        var envelope = new SimpleEnvelope(transaction, signatures.ToImmutable());
        await ApplyAsync(envelope.ToBase64(), hash.ToString(), cancellationToken);
        return hash.ToString();
    }

    /// <summary>Sends the same bytes until they are seen in a ledger: whatever answers are lost, they apply once.</summary>
    private async Task ApplyAsync(string envelope, string hash, CancellationToken cancellationToken)
    {
        var resendAt = DateTimeOffset.MinValue;
        while (true)
        {
            if (time.GetUtcNow() >= resendAt)
            {
                resendAt = time.GetUtcNow() + TimeSpan.FromSeconds(2);
                switch (await _submitter.SubmitAsync(envelope, hash, cancellationToken))
                {
                    case SubmitOutcome.Applied { Successful: true }:
                        return;
                    case SubmitOutcome.Applied applied:
                        throw new LedgerRefusedException($"Transaction {hash} failed: {applied.Codes}.");
                    case SubmitOutcome.Malformed malformed:
                        throw new LedgerRefusedException(malformed.Detail);
                    case SubmitOutcome.Rejected { Codes.Transaction: not "tx_bad_seq" } rejected:
                        throw new LedgerRefusedException($"Transaction {hash} was refused: {rejected.Codes}.");
                }
            }

            await Task.Delay(Pause, time, cancellationToken);
            var found = await AnsweredAsync(token => horizon.GetTransactionAsync(hash, token), cancellationToken);
            if (found is not null)
            {
                if (!found.Successful)
                {
                    throw new LedgerRefusedException($"Transaction {hash} failed on the ledger.");
                }

                return;
            }
        }
    }

    /// <summary>Asks until Horizon answers.</summary>
    public async Task<T> AnsweredAsync<T>(Func<CancellationToken, Task<T>> ask, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await ask(cancellationToken);
            }
            catch (HorizonException)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }
}

/// <summary>Who signs for an account: a key at hand, or one that a signer has.</summary>
internal sealed record LedgerKey(
    AccountId Account,
    Func<Transaction, Hash256, CancellationToken, ValueTask<DecoratedSignature>> SignAsync
)
{
    public static LedgerKey Of(KeyPair key) => new(key.Account, (_, hash, _) => ValueTask.FromResult(key.Sign(hash)));
}

/// <summary>The network will not apply a transaction.</summary>
internal sealed class LedgerRefusedException(string message) : Exception(message);
