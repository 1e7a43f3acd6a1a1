namespace Anchor.Grains.Tests.Harness;

/// <summary>
/// The runtime under test. Each runtime has a class <c>Silos</c> in a folder of its own, and is built with that folder alone: the tests
/// know no more of the runtime than this.
/// </summary>
internal interface ISilos
{
    Task<ISilo> StartAsync(World world);

    /// <summary>All registrations of reminders are gone, as after a move to another runtime.</summary>
    void LoseReminders();

    Task<bool> HasReminderAsync(string grainType, string key, string name);
}

/// <summary>One running process of grains, on whichever runtime: all that a test of grains needs to know of it.</summary>
internal interface ISilo : IAsyncDisposable
{
    IGrainFactory Grains { get; }

    /// <summary>Ends as an operator ends it: running calls may finish.</summary>
    Task StopAsync();

    /// <summary>Ends as a power cut ends it: from now on nothing of it reaches the storage, the ledger or the rails.</summary>
    Task KillAsync();
}
