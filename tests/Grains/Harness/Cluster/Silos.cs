namespace Anchor.Grains.Tests.Harness;

/// <summary>Silos of Microsoft Orleans. Each is a cluster of its own: what the tests ask of two silos is that they know nothing of each other.</summary>
internal sealed class Silos : ISilos
{
    private LastingReminders _reminders = new();

    public Task<ISilo> StartAsync(World world) => ClusterSilo.StartAsync(world, _reminders);

    public void LoseReminders() => _reminders = new LastingReminders();

    public Task<bool> HasReminderAsync(string grainType, string key, string name) =>
        Task.FromResult(_reminders.Has(GrainId.Create(grainType, key), name));
}
