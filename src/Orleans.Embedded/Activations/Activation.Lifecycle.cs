using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Calls;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

// From the first call to the end.
internal sealed partial class Activation
{
    private ActivationStage _stage;
    private AsyncServiceScope? _scope;
    private object? _grain;
    private DeactivationReason _reason;
    private bool _endsAfterFirstCall;
    private TaskCompletionSource? _whenQuiet;
    private TaskCompletionSource? _whenEnded;

    public bool HasEnded => _stage == ActivationStage.Ended;

    /// <summary>Lets the running calls end and then ends the activation.</summary>
    public void Deactivate(DeactivationReason reason)
    {
        bool ended;
        lock (Gate)
        {
            if (_stage is ActivationStage.New or ActivationStage.Activating)
            {
                // Otherwise a grain that asks for its end while it starts would never serve a call.
                _endsAfterFirstCall = true;
                _reason = reason;
                return;
            }

            if (_stage != ActivationStage.Active)
            {
                return;
            }

            _stage = ActivationStage.Draining;
            _reason = reason;
            ended = ClaimDeactivation();
        }

        if (ended)
        {
            RunTurn(DeactivateAsync);
        }
    }

    /// <summary>Ends the activation if it was not used since <paramref name="usedSince"/>.</summary>
    /// <returns>When it was last used, or null if there is nothing left to look after.</returns>
    public long? Collect(long usedSince)
    {
        lock (Gate)
        {
            if (_stage > ActivationStage.Active)
            {
                return null;
            }

            if (_stage < ActivationStage.Active || _load > 0 || _lastUsed > usedSince)
            {
                return Math.Max(_lastUsed, usedSince);
            }

            _stage = ActivationStage.Deactivating;
            _reason = new DeactivationReason(DeactivationReasonCode.ActivationIdle, "It was not used for a while.");
        }

        RunTurn(DeactivateAsync);
        return null;
    }

    /// <summary>Done when no call waits or runs.</summary>
    public Task WhenQuietAsync()
    {
        lock (Gate)
        {
            return (_load == 0 && IsResting) || _stage == ActivationStage.Ended
                ? Task.CompletedTask
                : (_whenQuiet ??= new TaskCompletionSource()).Task;
        }
    }

    /// <summary>Done when the activation has ended.</summary>
    public Task WhenEndedAsync()
    {
        lock (Gate)
        {
            return _stage == ActivationStage.Ended
                ? Task.CompletedTask
                : (_whenEnded ??= new TaskCompletionSource()).Task;
        }
    }

    /// <summary>Gives up on everything that waits or runs.</summary>
    public void Abandon(Exception exception)
    {
        CallList waiting;
        lock (Gate)
        {
            _stage = ActivationStage.Ended;
            waiting = _waiting.TakeAll();
            for (var call = _running.First; call is not null; call = call.Next)
            {
                var abandoned = call;
                Place.Run(() => abandoned.Fail(exception));
            }
        }

        while (waiting.TryTake(out var call))
        {
            call.Fail(exception);
        }
    }

    private async Task ActivateAsync()
    {
        try
        {
            using var timeout = new CancellationTokenSource(Runtime.Options.ActivationTimeout, Runtime.Time);
            var scope = Runtime.Scopes.CreateAsyncScope();
            _scope = scope;
            var states = new List<Core.IStorage>();
            UnderConstruction = this;
            try
            {
                _grain = directory.Class.Create(scope.ServiceProvider, this, states);
            }
            finally
            {
                UnderConstruction = null;
            }

            foreach (var state in states)
            {
                await state.ReadStateAsync(timeout.Token);
            }

            if (_grain is IGrainBase grain)
            {
                await grain.OnActivateAsync(timeout.Token);
            }
        }
        catch (Exception exception) // Whatever it is, the callers get it, and the next call tries again.
        {
            await FailActivationAsync(exception);
            return;
        }

        directory.OnActivated(this);
        bool ended;
        lock (Gate)
        {
            // Its callers may have given up meanwhile.
            _stage = _endsAfterFirstCall && _waiting.IsEmpty ? ActivationStage.Draining : ActivationStage.Active;
            ended = ClaimDeactivation();
        }

        if (ended)
        {
            await DeactivateAsync();
        }
    }

    private async Task FailActivationAsync(Exception exception)
    {
        DisposeTimers();
        Runtime.Logger.ActivationFailed(exception, GrainId);
        await DisposeScopeAsync();
        Finish(waiting =>
        {
            owner.OnEnded(this, default);
            while (waiting.TryTake(out var call))
            {
                call.Fail(exception);
            }
        });
    }

    private async Task DeactivateAsync()
    {
        DisposeTimers();
        try
        {
            if (_grain is IGrainBase grain)
            {
                using var timeout = new CancellationTokenSource(Runtime.Options.ActivationTimeout, Runtime.Time);
                await grain.OnDeactivateAsync(_reason, timeout.Token);
            }
        }
        catch (Exception exception) // The activation ends in any case.
        {
            Runtime.Logger.DeactivationFailed(exception, GrainId);
        }

        await DisposeScopeAsync();
        directory.OnDeactivated();
        Finish(waiting => owner.OnEnded(this, waiting));
    }

    private async Task DisposeScopeAsync()
    {
        try
        {
            if (_scope is { } scope)
            {
                await scope.DisposeAsync();
            }
        }
        catch (Exception exception) // A service of the scope; the activation ends in any case.
        {
            Runtime.Logger.DeactivationFailed(exception, GrainId);
        }
    }

    /// <summary>Leaves the directory with the calls that still wait, and only then says so.</summary>
    private void Finish(Action<CallList> leave)
    {
        CallList waiting;
        TaskCompletionSource? quiet;
        TaskCompletionSource? ended;
        lock (Gate)
        {
            _stage = ActivationStage.Ended;
            _interleaving = default;
            waiting = _waiting.TakeAll();
            (quiet, ended) = (_whenQuiet, _whenEnded);
            (_whenQuiet, _whenEnded) = (null, null);
            _grain = null;
            _scope = null;
        }

        leave(waiting);
        quiet?.SetResult();
        ended?.SetResult();
    }

    /// <summary>True if it is time to deactivate. Called under the gate.</summary>
    private bool ClaimDeactivation()
    {
        if (_stage != ActivationStage.Draining || !_running.IsEmpty)
        {
            return false;
        }

        _stage = ActivationStage.Deactivating;
        return true;
    }

    private void RunTurn(Func<Task> turn) => _ = TurnPlace.RunOn(this, turn);
}
