using System.Globalization;
using System.Runtime.CompilerServices;
using Anchor.Storage.Postgres;
using Anchor.Testing.Postgres;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Npgsql;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Anchor.Grains.Tests.Cluster;

/// <summary>The tables and statements that the program makes are what Orleans' providers expect.</summary>
public sealed class OrleansTablesTests : IAsyncLifetime
{
    private const string Cluster = "test";
    private static readonly DateTime Noon = new(2025, 1, 1, 12, 0, 0, DateTimeKind.Utc);
    private IHost? _host;

    private IMembershipTable Membership => _host!.Services.GetRequiredService<IMembershipTable>();

    private IReminderTable Reminders => _host!.Services.GetRequiredService<IReminderTable>();

    private IGrainStorage Storage => _host!.Services.GetRequiredKeyedService<IGrainStorage>("Default");

    public async ValueTask InitializeAsync()
    {
        Assert.SkipWhen(TemporaryPostgres.Missing is not null, TemporaryPostgres.Missing ?? "");
        Assert.True(PostgresAddress.TryParse(TemporaryPostgres.Shared.CreateSchema(), out var connection, out _));
        // Twice, as by the starts of two processes.
        await MakeTablesAsync(connection);
        await MakeTablesAsync(connection);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.UseOrleans(silo =>
        {
            silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, "service"));
            silo.ConfigureEndpoints(System.Net.IPAddress.Loopback, 11111, 30000);
            silo.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connection));
            silo.UseAdoNetReminderService(o => (o.Invariant, o.ConnectionString) = ("Npgsql", connection));
            silo.AddAdoNetGrainStorageAsDefault(o =>
                (o.Invariant, o.ConnectionString, o.DeleteStateOnClear) = ("Npgsql", connection, false)
            );
        });
        // Its providers are used without a silo around them.
        _host = builder.Build();
        await Membership.InitializeMembershipTable(tryInitTableVersion: true);
        await Reminders.StartAsync(CancellationToken.None);
        await InitializeAsync(Storage);
    }

    [Fact]
    public async Task Members_change_only_on_the_newest_view_of_them()
    {
        var silo = SiloAddress.New(System.Net.IPAddress.Loopback, 11111, 7);
        var empty = await Membership.ReadAll();
        var entry = Entry(silo, SiloStatus.Joining);

        Assert.True(await Membership.InsertRow(entry, empty.Version.Next()));
        Assert.False(await Membership.InsertRow(Entry(silo, SiloStatus.Joining), empty.Version.Next()));
        var joined = await Membership.ReadRow(silo);
        Assert.False(await Membership.InsertRow(entry, joined.Version.Next()));
        entry.Status = SiloStatus.Active;
        entry.AddSuspector(SiloAddress.New(System.Net.IPAddress.Loopback, 11112, 8), Noon);
        Assert.False(await Membership.UpdateRow(entry, "", empty.Version.Next()));
        Assert.True(await Membership.UpdateRow(entry, "", joined.Version.Next()));
        entry.IAmAliveTime = Noon.AddMinutes(1);
        await Membership.UpdateIAmAlive(entry);

        var all = await Membership.ReadAll();
        var (member, _) = Assert.Single(all.Members);
        Assert.Equal((silo, SiloStatus.Active, 30000), (member.SiloAddress, member.Status, member.ProxyPort));
        Assert.Equal((Noon, Noon.AddMinutes(1)), (member.StartTime, member.IAmAliveTime));
        Assert.Single(member.SuspectTimes!);
        Assert.Equal(empty.Version.Version + 2, all.Version.Version);
    }

    [Fact]
    public async Task Silos_that_nobody_knows_are_not_there_and_the_long_dead_are_forgotten()
    {
        var (old, young) = (
            SiloAddress.New(System.Net.IPAddress.Loopback, 11111, 1),
            SiloAddress.New(System.Net.IPAddress.Loopback, 11111, 2)
        );
        await Membership.InsertRow(Entry(old, SiloStatus.Dead), (await Membership.ReadAll()).Version.Next());
        await Membership.InsertRow(Entry(young, SiloStatus.Active), (await Membership.ReadAll()).Version.Next());

        await Membership.CleanupDefunctSiloEntries(new DateTimeOffset(Noon).AddHours(1));

        Assert.Empty((await Membership.ReadRow(old)).Members);
        Assert.Single((await Membership.ReadRow(young)).Members);
        await Membership.DeleteMembershipTableEntries(Cluster);
        Assert.Empty((await Membership.ReadAll()).Members);
    }

    [Fact]
    public async Task Reminders_are_kept_replaced_and_removed_by_their_version()
    {
        var grain = GrainId.Create("transaction", "d1");
        var first = await Reminders.UpsertRow(Reminder(grain, "wake", TimeSpan.FromMinutes(1)));
        var second = await Reminders.UpsertRow(Reminder(grain, "wake", TimeSpan.FromDays(40)));

        var row = (await Reminders.ReadRow(grain, "wake"))!;
        Assert.Equal((second, TimeSpan.FromDays(40), Noon), (row.ETag, row.Period, row.StartAt));
        Assert.NotEqual(first, second);
        Assert.False(await Reminders.RemoveRow(grain, "wake", first!));
        Assert.True(await Reminders.RemoveRow(grain, "wake", second!));
        Assert.Null(await Reminders.ReadRow(grain, "wake"));
        Assert.Empty((await Reminders.ReadRows(grain)).Reminders);
    }

    [Fact]
    public async Task Two_ranges_that_make_the_ring_have_every_reminder_once()
    {
        for (var i = 0; i < 40; i++)
        {
            var grain = GrainId.Create("transaction", i.ToString(CultureInfo.InvariantCulture));
            await Reminders.UpsertRow(Reminder(grain, "wake", TimeSpan.FromMinutes(1)));
        }

        foreach (var (begin, end) in ((uint, uint)[])[(0, 1u << 31), (1u << 30, 3u << 30), (5, 5)])
        {
            var inside = (await Reminders.ReadRows(begin, end)).Reminders;
            var outside = begin == end ? [] : (await Reminders.ReadRows(end, begin)).Reminders;

            Assert.Equal(40, inside.Concat(outside).Select(reminder => reminder.GrainId).Distinct().Count());
            Assert.Equal(40, inside.Count + outside.Count);
            Assert.All(
                inside.Where(_ => begin < end),
                reminder => Assert.InRange(reminder.GrainId.GetUniformHashCode(), begin + 1, end)
            );
        }
    }

    [Fact]
    public async Task Reminders_that_ring_much_later_are_left_in_the_table()
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var (soon, later) = (GrainId.Create("transaction", "soon"), GrainId.Create("transaction", "later"));
        await Reminders.UpsertRow(Reminder(soon, "wake", TimeSpan.FromDays(1), now.AddMinutes(20)));
        await Reminders.UpsertRow(Reminder(later, "wake", TimeSpan.FromDays(1), now.AddHours(1)));

        var due = (await Reminders.ReadRows(0, 0)).Reminders;

        Assert.Equal([soon], due.Select(reminder => reminder.GrainId));
        Assert.NotNull(await Reminders.ReadRow(later, "wake"));
    }

    [Fact]
    public async Task State_that_is_behind_is_refused_and_changes_nothing()
    {
        var grain = GrainId.Create("ledger-of-a-business", "one");
        var mine = new GrainState<Note> { State = new("first") };
        await Storage.WriteStateAsync("note", grain, mine);
        var other = await ReadAsync(grain);
        mine.State = new("second");
        await Storage.WriteStateAsync("note", grain, mine);

        other.State = new("lost");
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => Storage.WriteStateAsync("note", grain, other));
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() => Storage.ClearStateAsync("note", grain, other));
        await Assert.ThrowsAnyAsync<InconsistentStateException>(() =>
            Storage.WriteStateAsync("note", grain, new GrainState<Note> { State = new("new") })
        );
        Assert.Equal("second", (await ReadAsync(grain)).State?.Text);

        await Storage.ClearStateAsync("note", grain, mine);
        Assert.False((await ReadAsync(grain)).RecordExists);
        mine.State = new("again");
        await Storage.WriteStateAsync("note", grain, mine);
        Assert.Equal("again", (await ReadAsync(grain)).State?.Text);
    }

    public async ValueTask DisposeAsync()
    {
        if (_host is IAsyncDisposable host)
        {
            await host.DisposeAsync();
        }
    }

    private async Task<GrainState<Note>> ReadAsync(GrainId grain)
    {
        var read = new GrainState<Note>();
        await Storage.ReadStateAsync("note", grain, read);
        return read;
    }

    private static MembershipEntry Entry(SiloAddress silo, SiloStatus status) =>
        new()
        {
            SiloAddress = silo,
            SiloName = "a silo",
            HostName = "here",
            Status = status,
            ProxyPort = 30000,
            StartTime = Noon,
            IAmAliveTime = Noon,
        };

    private static ReminderEntry Reminder(GrainId grain, string name, TimeSpan period, DateTime? startAt = null) =>
        new()
        {
            GrainId = grain,
            ReminderName = name,
            StartAt = startAt ?? Noon,
            Period = period,
        };

    /// <summary>A provider of storage takes part in the life of a silo, of which there is none here.</summary>
    private static async Task InitializeAsync(IGrainStorage storage)
    {
        var lifecycle = new Lifecycle();
        ((ILifecycleParticipant<ISiloLifecycle>)storage).Participate(lifecycle);
        foreach (var observer in lifecycle.Observers)
        {
            await observer.OnStart(CancellationToken.None);
        }
    }

    private static async Task MakeTablesAsync(string connectionString)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        var script = Path.Combine(
            Path.GetDirectoryName(ThisFile())!,
            "../../../src/Anchor.Hosting/Runtime/Cluster/OrleansTables.sql"
        );
#pragma warning disable CA2100 // It is the program's own script.
        await using var command = new NpgsqlCommand(await File.ReadAllTextAsync(script), connection);
#pragma warning restore CA2100
        await command.ExecuteNonQueryAsync();
    }

    private static string ThisFile([CallerFilePath] string path = "") => path;

    private sealed class Lifecycle : ISiloLifecycle
    {
        public List<ILifecycleObserver> Observers { get; } = [];

        public int HighestCompletedStage => 0;

        public int LowestStoppedStage => 0;

        public IDisposable Subscribe(string observerName, int stage, ILifecycleObserver observer)
        {
            Observers.Add(observer);
            return new MemoryStream();
        }
    }
}

/// <summary>What a business' own grain may keep.</summary>
[GenerateSerializer]
internal sealed record Note([property: Id(0)] string Text);
