namespace Anchor.Grains.Networks;

/// <summary>
/// Lets one through after the other. A semaphore would do the same, but continues those who waited on the thread pool, and so takes the
/// order of what happens out of the hands of whoever runs the grains on a scheduler of their own.
/// </summary>
internal sealed class Turnstile
{
    private readonly Lock _gate = new();
    private readonly Queue<TaskCompletionSource> _waiting = new();
    private bool _isTaken;

    /// <summary>Done when it is the caller's turn, who then must <see cref="Leave"/>. One that is cancelled has not entered.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        TaskCompletionSource place;
        lock (_gate)
        {
            if (!_isTaken)
            {
                _isTaken = true;
                return;
            }

            place = new TaskCompletionSource();
            _waiting.Enqueue(place);
        }

        var registration = cancellationToken.UnsafeRegister(
            static (state, token) => ((TaskCompletionSource)state!).TrySetCanceled(token),
            place
        );
        try
        {
            await place.Task;
        }
        finally
        {
            registration.Unregister();
        }
    }

    public void Leave()
    {
        TaskCompletionSource? next;
        do
        {
            lock (_gate)
            {
                if (!_waiting.TryDequeue(out next))
                {
                    _isTaken = false;
                    return;
                }
            }
        } while (!next.TrySetResult()); // Who has given up meanwhile passes the turn on.
    }
}
