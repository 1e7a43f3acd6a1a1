using Orleans.Embedded.Reminders;

namespace Anchor.Grains.Tests.Harness;

/// <summary>Silos of the embedded runtime. Their reminders outlive them.</summary>
internal sealed class Silos : ISilos
{
    private InMemoryReminderTable _reminders = new();

    public Task<ISilo> StartAsync(World world) => EmbeddedSilo.StartAsync(world, _reminders);

    public void LoseReminders() => _reminders = new InMemoryReminderTable();

    public async Task<bool> HasReminderAsync(string grainType, string key, string name) =>
        await _reminders.ReadAsync(GrainId.Create(grainType, key), name, CancellationToken.None) is not null;
}
