using Anchor.Sandbox.Apply;
using Anchor.Sandbox.History;
using Anchor.Stellar;
using Microsoft.AspNetCore.Http;

namespace Anchor.Sandbox.Horizon;

/// <summary>Takes transactions: and waits for their ledger, or not; and friendbot.</summary>
internal static class SubmissionEndpoints
{
    public static async Task SubmitAsync(HorizonRequest request)
    {
        if (await ReadAsync(request) is not { } frame)
        {
            return;
        }

        var network = request.Network;
        if (HistoryEndpoints.FindTransaction(network, frame.Hash) is { } known)
        {
            await AnswerAsync(request, known);
            return;
        }

        if (network.Faults.Strike(SandboxFaultKind.TimeoutBeforeApply, request.Path) is not null)
        {
            await request.ProblemAsync(Problem.Timeout(frame));
            return;
        }

        var submission = network.Submit(frame);
        if (await LosesAnswerAsync(request, frame))
        {
            return;
        }

        if (submission.Status == SubmissionStatus.Error)
        {
            await request.ProblemAsync(Problem.Failed(frame, submission.Result!));
            return;
        }

        // Horizon takes TRY_AGAIN_LATER for pending and waits in vain; the same 504 comes here without the wait.
        if (submission.Status != SubmissionStatus.TryAgainLater && await WaitAsync(request, frame.Hash) is { } record)
        {
            await AnswerAsync(request, record);
        }
        else
        {
            await request.ProblemAsync(Problem.Timeout(frame));
        }
    }

    /// <summary>Passes on core's answer. Like core it knows only what waits: a transaction that is in a ledger already has a bad sequence.</summary>
    public static async Task SubmitAsynchronouslyAsync(HorizonRequest request)
    {
        if (await ReadAsync(request) is not { } frame)
        {
            return;
        }

        if (request.Network.Faults.Strike(SandboxFaultKind.TimeoutBeforeApply, request.Path) is not null)
        {
            await request.ProblemAsync(Problem.Timeout(frame));
            return;
        }

        var submission = request.Network.Submit(frame);
        if (await LosesAnswerAsync(request, frame))
        {
            return;
        }

        var (status, name) = submission.Status switch
        {
            SubmissionStatus.Pending => (StatusCodes.Status201Created, "PENDING"),
            SubmissionStatus.Duplicate => (StatusCodes.Status409Conflict, "DUPLICATE"),
            SubmissionStatus.TryAgainLater => (StatusCodes.Status503ServiceUnavailable, "TRY_AGAIN_LATER"),
            _ => (StatusCodes.Status400BadRequest, "ERROR"),
        };
        await request.JsonAsync(
            status,
            json =>
            {
                json.WriteStartObject();
                if (submission.Result is { } result)
                {
                    json.WriteString("error_result_xdr", result.ToBase64());
                }

                json.WriteString("tx_status", name);
                json.WriteString("hash", frame.Hash.ToHex());
                json.WriteEndObject();
            }
        );
    }

    public static async Task FriendbotAsync(HorizonRequest request)
    {
        var network = request.Network;
        var text = request.Query("addr") ?? await FormValueAsync(request, "addr");
        if (!AccountId.TryParse(text, out var account))
        {
            await request.ProblemAsync(Problem.BadRequest("addr", "An account is needed."));
            return;
        }

        if (network.Latest.FindAccount(account) is not null)
        {
            await request.ProblemAsync(AlreadyFunded());
            return;
        }

        var hash = network.QueueFunding(account);
        if (network.Options.CloseInterval is null)
        {
            network.CloseLedger();
        }

        var record = await WaitAsync(request, hash);
        if (record?.Result.IsSuccess == true)
        {
            await request.OkAsync(hal => TransactionJson.Write(hal, record));
        }
        else
        {
            await request.ProblemAsync(record is null ? Problem.Unavailable : AlreadyFunded());
        }
    }

    private static Problem AlreadyFunded() =>
        Problem.BadRequest("addr", "") with
        {
            Detail = "account already funded to starting balance",
        };

    private static async Task<TransactionFrame?> ReadAsync(HorizonRequest request)
    {
        if (!request.Http.Request.HasFormContentType)
        {
            await request.ProblemAsync(Problem.UnsupportedMediaType);
            return null;
        }

        var text = await FormValueAsync(request, "tx");
        if (!TransactionEnvelope.TryDecode(text, out var envelope, out _))
        {
            await request.ProblemAsync(Problem.Malformed(text ?? ""));
            return null;
        }

        return TransactionFrame.Create(Convert.FromBase64String(text!), envelope, request.Network.Network);
    }

    private static async Task<string?> FormValueAsync(HorizonRequest request, string name)
    {
        if (!request.Http.Request.HasFormContentType)
        {
            return null;
        }

        var form = await request.Http.Request.ReadFormAsync(request.Http.RequestAborted);
        return form[name].FirstOrDefault();
    }

    private static Task AnswerAsync(HorizonRequest request, TransactionRecord record) =>
        record.Result.IsSuccess
            ? request.OkAsync(hal => TransactionJson.Write(hal, record))
            : request.ProblemAsync(Problem.Failed(record.Frame, record.Result));

    private static async Task<bool> LosesAnswerAsync(HorizonRequest request, TransactionFrame frame)
    {
        if (request.Network.Faults.Strike(SandboxFaultKind.ConnectionResetAfterApply, request.Path) is not null)
        {
            request.Http.Abort();
            return true;
        }

        if (request.Network.Faults.Strike(SandboxFaultKind.TimeoutAfterApply, request.Path) is not null)
        {
            await request.ProblemAsync(Problem.Timeout(frame));
            return true;
        }

        return false;
    }

    /// <summary>Waits until Horizon shows a transaction; null when the time is over, or when it was dropped unapplied.</summary>
    private static async Task<TransactionRecord?> WaitAsync(HorizonRequest request, Hash256 hash)
    {
        var network = request.Network;
        using var limit = new CancellationTokenSource(network.Options.SubmissionTimeout, network.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, request.Http.RequestAborted);
        while (true)
        {
            var changed = network.Changed;
            // Asked before looking: what stops waiting while we look is in the history already.
            var waits = network.IsWaiting(hash);
            if (HistoryEndpoints.FindTransaction(network, hash) is { } record)
            {
                return record;
            }

            if (!waits && network.History.Find(hash) is null)
            {
                return null;
            }

            try
            {
                await changed.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (limit.IsCancellationRequested)
            {
                return null;
            }
        }
    }
}
