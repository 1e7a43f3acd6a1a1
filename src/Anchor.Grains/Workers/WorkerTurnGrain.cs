namespace Anchor.Grains.Workers;

/// <summary>Whose turn it is among the workers of a chain. The key is the chain.</summary>
[Alias("anchor.IWorkerTurnGrain")]
public interface IWorkerTurnGrain : IGrainWithStringKey
{
    /// <summary>Grows by one with every call, also over restarts.</summary>
    [Alias("take")]
    Task<long> TakeAsync(CancellationToken cancellationToken);
}

/// <summary>The turn that was taken last.</summary>
[GenerateSerializer]
[Alias("anchor.worker-turn")]
public sealed record WorkerTurn
{
    [Id(0)]
    public long Taken { get; init; }
}

/// <summary>Counts turns; the count is stored, so that a restart does not begin with the first worker again.</summary>
[GrainType("worker-turn")]
public sealed class WorkerTurnGrain([PersistentState("worker-turn", "anchor")] IPersistentState<WorkerTurn> turn)
    : Grain,
        IWorkerTurnGrain
{
    public async Task<long> TakeAsync(CancellationToken cancellationToken)
    {
        turn.State = new WorkerTurn { Taken = turn.State.Taken + 1 };
        try
        {
            await turn.WriteStateAsync(CancellationToken.None);
        }
        catch
        {
            DeactivateOnIdle();
            throw;
        }

        return turn.State.Taken;
    }
}
