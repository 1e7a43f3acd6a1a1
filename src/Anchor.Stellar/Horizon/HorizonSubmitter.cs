using System.Net;
using System.Text.Json;

namespace Anchor.Stellar.Horizon;

/// <summary>Sends envelopes and tells what became of them. It keeps nothing: the caller has stored envelope, hash and max time before.</summary>
public sealed class HorizonSubmitter(HorizonClient client)
{
    private readonly HorizonOptions _options = client.Options;

    /// <summary>Sends an envelope once. Sending the same bytes again is always safe.</summary>
    /// <param name="envelope">The signed envelope in base64.</param>
    /// <param name="hash">Its hash in hexadecimal, the outer one of a fee bump.</param>
    /// <param name="cancellationToken">Stops waiting, not the transaction.</param>
    public async Task<SubmitOutcome> SubmitAsync(
        string envelope,
        string hash,
        CancellationToken cancellationToken = default
    )
    {
        var field = KeyValuePair.Create("tx", envelope);
        try
        {
            var reply = await client.Transport.PostFormAsync("transactions_async", field, cancellationToken);
            if (reply.Status is not (HttpStatusCode.NotFound or HttpStatusCode.MethodNotAllowed))
            {
                return await ReadQueuedAsync(reply, hash, cancellationToken);
            }

            reply = await client.Transport.PostFormAsync("transactions", field, cancellationToken);
            return await ReadAppliedAsync(reply, hash, cancellationToken);
        }
        catch (HorizonException e)
        {
            return new SubmitOutcome.Unknown(e.Message, e.RetryAfter);
        }
    }

    /// <summary>Asks what became of a transaction, and whether it can still be applied.</summary>
    /// <param name="hash">Its hash; of a fee-bumped one that of either.</param>
    /// <param name="maxTime">The end of its time bounds.</param>
    /// <param name="cancellationToken">Stops the requests.</param>
    public async Task<LookUpOutcome> LookUpAsync(
        string hash,
        DateTimeOffset maxTime,
        CancellationToken cancellationToken = default
    )
    {
        try
        {
            // This order is the proof. Read after the look-up, the close time would say nothing of a transaction that
            // was applied between the two.
            var root = await client.GetRootAsync(cancellationToken);
            if (root.NetworkPassphrase != _options.NetworkPassphrase)
            {
                return new LookUpOutcome.Unavailable("Horizon is on another network", null);
            }

            if (await client.GetTransactionAsync(hash, cancellationToken) is { } found)
            {
                return new LookUpOutcome.Applied(found, ResultCodes.Of(found));
            }

            var latest = new LedgerClose(root.HistoryLatestLedger, root.HistoryLatestLedgerClosedAt);
            if (latest.ClosedAt <= maxTime + _options.ProofMargin)
            {
                return new LookUpOutcome.NotYet(latest);
            }

            return await ReachesBackToAsync(maxTime - _options.LongestTimeBounds, cancellationToken)
                ? new LookUpOutcome.CanNeverApply(latest)
                : new LookUpOutcome.Unavailable("Horizon's history begins after the transaction was signed", null);
        }
        catch (HorizonException e)
        {
            return new LookUpOutcome.Unavailable(e.Message, e.RetryAfter);
        }
    }

    /// <summary>A Horizon that was set up anew, or has pruned, misses what was applied before. Asked last: its history only gets shorter.</summary>
    private async Task<bool> ReachesBackToAsync(DateTimeOffset time, CancellationToken cancellationToken)
    {
        const int FirstWithTransactions = 2;
        var oldest = await client.GetOldestLedgerAsync(cancellationToken);
        return oldest.Sequence <= FirstWithTransactions || oldest.ClosedAt <= time;
    }

    private async Task<SubmitOutcome> ReadQueuedAsync(
        HorizonReply reply,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (WireIn(reply) is not { } wire)
        {
            return Unusual(reply);
        }

        if (!string.Equals(wire.Hash, hash, StringComparison.OrdinalIgnoreCase))
        {
            return new SubmitOutcome.Unknown($"Horizon hashes the envelope to {wire.Hash}: another network?", null);
        }

        return wire.TxStatus switch
        {
            "PENDING" => new SubmitOutcome.Accepted(hash),
            "DUPLICATE" => new SubmitOutcome.Duplicate(hash),
            "TRY_AGAIN_LATER" => new SubmitOutcome.TryAgainLater(reply.RetryAfter),
            "ERROR" when TransactionResult.TryDecode(wire.ErrorResultXdr, out var result) =>
                await RejectedUnlessAppliedAsync(
                    ResultCodes.From(result),
                    wire.ErrorResultXdr,
                    hash,
                    cancellationToken
                ),
            _ => new SubmitOutcome.Unknown($"Horizon's status {wire.TxStatus} cannot be read", null),
        };
    }

    private async Task<SubmitOutcome> ReadAppliedAsync(
        HorizonReply reply,
        string hash,
        CancellationToken cancellationToken
    )
    {
        if (reply.IsSuccess)
        {
            var transaction = reply.Read(HorizonJson.Default.HorizonTransaction);
            return transaction.Answers(hash)
                ? new SubmitOutcome.Applied(transaction, ResultCodes.Of(transaction))
                : new SubmitOutcome.Unknown($"Horizon answered with {transaction.Hash}", null);
        }

        return
            reply.Status == HttpStatusCode.BadRequest
            && HorizonFaults.ProblemIn(reply) is { Extras: { ResultCodes: { } codes } extras } problem
            && problem.Is(HorizonProblem.TransactionFailed)
            ? await RejectedUnlessAppliedAsync(codes, extras.ResultXdr, hash, cancellationToken)
            : Unusual(reply);
    }

    /// <summary>The same codes come from the gate and from a ledger: <c>tx_failed</c> may be either, and <c>tx_bad_seq</c> is also what a second sending of an applied envelope gets. The history tells.</summary>
    private async Task<SubmitOutcome> RejectedUnlessAppliedAsync(
        ResultCodes codes,
        string? resultXdr,
        string hash,
        CancellationToken cancellationToken
    ) =>
        await client.GetTransactionAsync(hash, cancellationToken) is { } found
            ? new SubmitOutcome.Applied(found, ResultCodes.Of(found))
            : new SubmitOutcome.Rejected(codes, resultXdr);

    private static SubmitOutcome Unusual(HorizonReply reply)
    {
        var fault = reply.IsSuccess ? HorizonFaults.Unreadable(reply, null) : HorizonFaults.From(reply);
        return fault switch
        {
            { Failure: HorizonFailure.Throttled } => new SubmitOutcome.TryAgainLater(fault.RetryAfter),
            { Problem: { } problem } when problem.Is(HorizonProblem.TransactionMalformed) =>
                new SubmitOutcome.Malformed(problem.Detail ?? fault.Message),
            _ => new SubmitOutcome.Unknown(fault.Message, fault.RetryAfter),
        };
    }

    private static AsyncSubmissionWire? WireIn(HorizonReply reply)
    {
        try
        {
            return JsonSerializer.Deserialize(reply.Body, HorizonJson.Default.AsyncSubmissionWire);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
