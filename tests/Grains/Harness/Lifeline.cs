namespace Anchor.Grains.Tests.Harness;

/// <summary>The process died at this point.</summary>
internal sealed class SiloDiedException() : Exception("The process has died.");

/// <summary>A silo's only way to the outside. Once cut, nothing of that silo has an effect any more.</summary>
internal sealed class Lifeline(Activity activity)
{
    private volatile bool _isCut;

    public bool IsCut => _isCut;

    public void Cut() => _isCut = true;

    public void Check()
    {
        if (_isCut)
        {
            throw new SiloDiedException();
        }
    }

    public async Task<T> PassAsync<T>(Func<Task<T>> call)
    {
        Check();
        using (activity.Enter())
        {
            var answer = await call();
            Check();
            return answer;
        }
    }

    public Task PassAsync(Func<Task> call) =>
        PassAsync(async () =>
        {
            await call();
            return true;
        });
}
