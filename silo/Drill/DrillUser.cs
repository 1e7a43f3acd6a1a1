using Anchor.Domain.Transactions;
using Anchor.Sandbox;
using Anchor.Silo.Wallet;
using Anchor.Stellar;

namespace Anchor.Silo.Drill;

/// <summary>A user's wallet that does not give up: whatever answer is lost, it asks again or starts anew.</summary>
internal sealed class DrillUser(
    KeyPair key,
    CreditAsset asset,
    SandboxNetwork network,
    HttpClient browser,
    Uri anchor,
    TimeProvider time
) : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Glance = TimeSpan.FromSeconds(1);
    private readonly WalletClient _client = new(browser, anchor);
    private readonly SemaphoreSlim _account = new(1);
    private readonly SemaphoreSlim _session = new(1);
    private (AnchorToml Toml, string Token)? _signedIn;

    /// <summary>From the first request until the anchor says completed.</summary>
    public async Task RunAsync(DrillJob job, CancellationToken cancellationToken)
    {
        await SubmitAsync(job, cancellationToken);
        if (job.Order.Kind == TransactionKind.Withdrawal)
        {
            var ready = await GetAsync(job.Submitted!, cancellationToken);
            job.Memo = ready.MemoToPayWith();
            var destination = MuxedAccount.Parse(ready.WithdrawAnchorAccount!);
            job.PaymentHash = await PayAsync(destination, job.Submitted!.Amount, job.Memo, cancellationToken);
        }

        while (!job.IsCompleted)
        {
            job.Seen = await GetAsync(job.Submitted!, cancellationToken);
            await Task.Delay(Glance, time, cancellationToken);
        }
    }

    /// <summary>The transaction as the anchor shows it now.</summary>
    public Task<WalletTransaction> GetAsync(DrillTry what, CancellationToken cancellationToken) =>
        InsistAsync(
            session => _client.GetAsync(session.Toml, session.Token, what.TransactionId, cancellationToken),
            cancellationToken
        );

    public void Dispose()
    {
        _account.Dispose();
        _session.Dispose();
    }

    /// <summary>A link opens once: if the pages are lost on the way, a new transaction with another amount is started, unless the anchor has the form.</summary>
    private async Task SubmitAsync(DrillJob job, CancellationToken cancellationToken)
    {
        while (!job.IsStarted)
        {
            var amount = job.Order.AmountOf(job.Tries.Count);
            var kind = job.Order.Kind == TransactionKind.Deposit ? "deposit" : "withdraw";
            var fields = new Dictionary<string, string>
            {
                ["asset_code"] = asset.Code,
                ["account"] = key.Account.ToString(),
            };
            var started = await InsistAsync(
                session => _client.StartAsync(session.Toml, session.Token, kind, fields, cancellationToken),
                cancellationToken
            );
            var attempt = job.Begin(started.Id);
            try
            {
                var answers = new Dictionary<string, string> { ["amount"] = Stroops.Format(amount) };
                await new HostedPages(browser).CompleteAsync(started.Url, answers, cancellationToken);
            }
            catch (Exception e) when (e is HttpRequestException or WalletException || IsTimeout(e, cancellationToken))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }

            if ((await GetAsync(attempt, cancellationToken)).Status != "incomplete")
            {
                job.Submit(attempt);
            }
        }
    }

    /// <summary>Pays on the ledger; gives the transaction's hash. The network is the parent's own, so this is never in doubt.</summary>
    public async Task<string> PayAsync(
        MuxedAccount destination,
        long amount,
        Memo memo,
        CancellationToken cancellationToken
    )
    {
        await _account.WaitAsync(cancellationToken);
        try
        {
            var envelope = new Transaction
            {
                Source = key.Account,
                Fee = 100_000,
                Sequence = network.SequenceOf(key.Account)!.Value + 1,
                Memo = memo,
                Operations = [new PaymentOperation(destination, asset, amount)],
            }.Sign(network.Network, key);
            var hash = envelope.Hash(network.Network);
            if (network.Submit(envelope).Status != SubmissionStatus.Pending)
            {
                throw new InvalidOperationException($"The sandbox refused the payment of {key.Account}.");
            }

            SandboxTransaction? applied;
            while ((applied = network.FindTransaction(hash)) is null)
            {
                await Task.Delay(Pause, time, cancellationToken);
            }

            return applied.Result.IsSuccess
                ? hash.ToHex()
                : throw new InvalidOperationException($"The payment of {key.Account} failed: {applied.Result}.");
        }
        finally
        {
            _account.Release();
        }
    }

    private async Task<T> InsistAsync<T>(
        Func<(AnchorToml Toml, string Token), Task<T>> ask,
        CancellationToken cancellationToken
    )
    {
        while (true)
        {
            try
            {
                return await ask(await SignInAsync(cancellationToken));
            }
            catch (Exception e)
                when (e is HttpRequestException or WalletException { MayPass: true } || IsTimeout(e, cancellationToken))
            {
                await Task.Delay(Pause, time, cancellationToken);
            }
        }
    }

    private async Task<(AnchorToml, string)> SignInAsync(CancellationToken cancellationToken)
    {
        await _session.WaitAsync(cancellationToken);
        try
        {
            if (_signedIn is null)
            {
                var toml = await _client.ReadTomlAsync(cancellationToken);
                _signedIn = (toml, await _client.SignInAsync(toml, key, cancellationToken));
            }

            return _signedIn.Value;
        }
        finally
        {
            _session.Release();
        }
    }

    private static bool IsTimeout(Exception e, CancellationToken cancellationToken) =>
        e is IOException || (e is OperationCanceledException && !cancellationToken.IsCancellationRequested);
}
