using Orleans.Embedded.Calls;
using Orleans.Storage;

namespace Orleans.Embedded.Activations;

// Which call may begin when.
internal sealed partial class Activation
{
    private CallList _waiting;
    private CallList _interleaving;
    private CallList _running;
    private int _readers;
    private bool _isExclusive;
    private bool _isWatched;
    private long _lastUsed;
    private int _load;

    /// <summary>Calls that wait or run.</summary>
    public int Load => Volatile.Read(ref _load);

    protected override bool HasCall =>
        _stage == ActivationStage.Active
        && (
            !_interleaving.IsEmpty
            || _waiting.First is { } first && !_isExclusive && (first.IsReadOnly || _readers == 0)
        );

    /// <summary>Accepts a call; false if the activation has ended.</summary>
    public bool TryAccept(Call call)
    {
        bool activate;
        bool pass;
        bool watch;
        lock (Gate)
        {
            if (_stage == ActivationStage.Ended)
            {
                return false;
            }

            _load++;
            if (call.KeepsAlive)
            {
                _lastUsed = call.SentAt;
            }

            if (call.Interleaves)
            {
                _interleaving.Add(call);
            }
            else
            {
                _waiting.Add(call);
            }

            activate = _stage == ActivationStage.New;
            if (activate)
            {
                _stage = ActivationStage.Activating;
            }

            var begins = HasCall;
            pass = begins && ClaimPass();
            watch = !begins && NeedsWatch();
        }

        if (activate)
        {
            RunTurn(ActivateAsync);
        }

        if (pass)
        {
            Place.Queue(this);
        }

        if (watch)
        {
            Runtime.Watch.Add(this);
        }

        return true;
    }

    /// <summary>A call's method has ended. Runs as a turn.</summary>
    public void End(Call call, Task completed)
    {
        if (completed.Exception?.InnerException is InconsistentStateException { IsSourceActivation: true } inconsistent)
        {
            inconsistent.IsSourceActivation = false;
            Deactivate(
                new DeactivationReason(
                    DeactivationReasonCode.ApplicationError,
                    inconsistent,
                    "Its state is not the stored one."
                )
            );
        }

        if (!call.Answer(completed) && completed.Exception is { } unheard)
        {
            Runtime.Logger.FailedUnheard(unheard.InnerException, call.Name, GrainId);
        }

        bool ended;
        bool pass;
        lock (Gate)
        {
            _load--;
            _running.Remove(call);
            if (!call.Interleaves)
            {
                if (call.IsReadOnly)
                {
                    _readers--;
                }
                else
                {
                    _isExclusive = false;
                }
            }

            ended = ClaimDeactivation();
            pass = HasCall && ClaimPass();
        }

        if (ended)
        {
            RunTurn(DeactivateAsync);
        }

        if (pass)
        {
            Place.Queue(this);
        }
    }

    /// <summary>Takes the calls whose time is over out of the queue and hands them to <paramref name="overdue"/>; false if none are left to watch.</summary>
    public bool Expire(long sentBefore, List<Call> overdue)
    {
        bool isBusy;
        bool pass;
        lock (Gate)
        {
            for (var call = _waiting.First; call is not null && call.SentAt <= sentBefore; )
            {
                var next = call.Next;
                if (call.HasCaller)
                {
                    _waiting.Remove(call);
                    _load--;
                    overdue.Add(call);
                }

                call = next;
            }

            for (var call = _running.First; call is not null; call = call.Next)
            {
                if (call.HasCaller && !call.IsAnswered && call.SentAt <= sentBefore)
                {
                    overdue.Add(call);
                }
            }

            pass = _load == 0 && _whenQuiet is not null && ClaimPass();
            isBusy = _isWatched = !_waiting.IsEmpty || !_running.IsEmpty;
        }

        if (pass)
        {
            Place.Queue(this);
        }

        return isBusy;
    }

    protected override Call TakeCall()
    {
        if (_interleaving.TryTake(out var call))
        {
            _running.Add(call);
            return call;
        }

        _waiting.TryTake(out call);
        _running.Add(call!);
        if (call!.IsReadOnly)
        {
            _readers++;
        }
        else
        {
            _isExclusive = true;
        }

        if (_endsAfterFirstCall)
        {
            _stage = ActivationStage.Draining;
        }

        return call;
    }

    protected override void Begin(Call call)
    {
        Task task;
        try
        {
            task = call.IsCancelled ? Task.FromCanceled(new CancellationToken(canceled: true)) : call.Start(_grain!);
        }
        catch (Exception exception) // The grain's own, thrown before its first await; the caller gets it.
        {
            task = Task.FromException(exception);
        }

        directory.CountCall();
        if (task.IsCompleted)
        {
            End(call, task);
        }
        else
        {
            call.ContinueOn(this, task);
        }
    }

    protected override void OnResting()
    {
        TaskCompletionSource? quiet = null;
        bool watch;
        lock (Gate)
        {
            watch = NeedsWatch();
            if (_load == 0 && IsResting)
            {
                (quiet, _whenQuiet) = (_whenQuiet, null);
            }
        }

        if (watch)
        {
            Runtime.Watch.Add(this);
        }

        quiet?.SetResult();
    }

    /// <summary>Calls that do not end at once are looked at from time to time. The others never pay for that.</summary>
    private bool NeedsWatch()
    {
        if (_isWatched || (_waiting.IsEmpty && _running.IsEmpty))
        {
            return false;
        }

        return _isWatched = true;
    }
}
