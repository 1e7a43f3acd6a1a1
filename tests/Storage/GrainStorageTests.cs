using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Anchor.Grains;
using Anchor.Storage.States;
using Anchor.Storage.Tests.Support;
using Orleans.Storage;

namespace Anchor.Storage.Tests;

public abstract class GrainStorageTests(TestStorage storage) : IDisposable
{
    private static readonly GrainId Grain = GrainId.Create("counter", "a");

    private readonly FreshKeys _fresh = new();

    private SqlGrainStorage Provider => new(storage.Database, [Counters.Map], JsonSerializerOptions.Web, _fresh);

    public static TheoryData<string> StateNames => ["counter", "plain"];

    public void Dispose()
    {
        storage.Dispose();
        GC.SuppressFinalize(this);
    }

    [Theory]
    [MemberData(nameof(StateNames))]
    public async Task A_state_is_read_as_it_was_written(string stateName)
    {
        var written = new TestState
        {
            State = new Counter { Count = 3, Note = "größer, \"better\"" },
        };
        await Provider.WriteStateAsync(stateName, Grain, written);
        storage.Reopen();
        var read = new TestState();
        await Provider.ReadStateAsync(stateName, Grain, read);

        Assert.Equal(written.State, read.State);
        Assert.Equal("1", read.ETag);
        Assert.True(read.RecordExists);
    }

    [Fact]
    public async Task A_state_that_was_never_written_is_new()
    {
        var read = new TestState
        {
            State = new Counter { Count = 9 },
            ETag = "5",
            RecordExists = true,
        };
        await Provider.ReadStateAsync("counter", Grain, read);

        Assert.Equal(new Counter(), read.State);
        Assert.Null(read.ETag);
        Assert.False(read.RecordExists);
    }

    [Theory]
    [MemberData(nameof(StateNames))]
    public async Task A_second_activation_cannot_write_over_what_it_has_not_read(string stateName)
    {
        var (one, other) = (new TestState(), new TestState());
        await Provider.WriteStateAsync(stateName, Grain, one);
        await Provider.ReadStateAsync(stateName, Grain, other);
        one.State = new Counter { Count = 1 };
        await Provider.WriteStateAsync(stateName, Grain, one);

        await Assert.ThrowsAsync<InconsistentStateException>(() => Provider.WriteStateAsync(stateName, Grain, other));
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Provider.WriteStateAsync(stateName, Grain, new TestState())
        );
        await Assert.ThrowsAsync<InconsistentStateException>(() => Provider.ClearStateAsync(stateName, Grain, other));
        await Assert.ThrowsAsync<InconsistentStateException>(() =>
            Provider.ClearStateAsync(stateName, Grain, new TestState())
        );
        await Provider.ReadStateAsync(stateName, Grain, other);
        Assert.Equal((1, "2"), (other.State.Count, other.ETag));
    }

    [Theory]
    [MemberData(nameof(StateNames))]
    public async Task A_cleared_state_is_gone_and_can_be_written_again(string stateName)
    {
        var state = new TestState { State = new Counter { Count = 4 } };
        await Provider.WriteStateAsync(stateName, Grain, state);
        await Provider.ClearStateAsync(stateName, Grain, state);

        Assert.Equal((0, false), (state.State.Count, state.RecordExists));
        await Provider.ClearStateAsync(stateName, Grain, state);
        await Provider.WriteStateAsync(stateName, Grain, state);
        Assert.Equal("1", state.ETag);
    }

    [Fact]
    public async Task A_grain_that_is_announced_as_new_is_read_once_without_a_look_and_can_never_write_over_a_row()
    {
        await Provider.WriteStateAsync("counter", Grain, new TestState { State = new Counter { Count = 3 } });

        using var announcement = _fresh.Announce(Grain.Key.ToString()!);
        var (first, second) = (new TestState(), new TestState());
        await Provider.ReadStateAsync("counter", Grain, first);
        await Provider.ReadStateAsync("counter", Grain, second);

        Assert.Equal((false, 0), (first.RecordExists, first.State.Count));
        Assert.Equal((true, 3), (second.RecordExists, second.State.Count));
        await Assert.ThrowsAsync<InconsistentStateException>(() => Provider.WriteStateAsync("counter", Grain, first));
    }

    [Fact]
    public async Task An_announcement_ends()
    {
        await Provider.WriteStateAsync("counter", Grain, new TestState { State = new Counter { Count = 3 } });

        _fresh.Announce(Grain.Key.ToString()!).Dispose();
        var read = new TestState();
        await Provider.ReadStateAsync("counter", Grain, read);

        Assert.Equal(3, read.State.Count);
    }

    [Fact]
    public async Task States_of_one_grain_do_not_meet()
    {
        await Provider.WriteStateAsync("plain", Grain, new TestState { State = new Counter { Count = 1 } });
        await Provider.WriteStateAsync("other", Grain, new TestState { State = new Counter { Count = 2 } });

        var read = new TestState();
        await Provider.ReadStateAsync("plain", Grain, read);
        Assert.Equal(1, read.State.Count);
    }

    [Fact]
    public async Task The_column_beside_the_json_is_written_with_it()
    {
        await Provider.WriteStateAsync("counter", Grain, new TestState { State = new Counter { Count = 5 } });

        var row = Assert.Single(await storage.CountersAsync());
        Assert.Equal(("a", 1, 5, """{"count":5,"note":""}"""), row);
    }

    [Fact]
    public async Task A_failed_commit_passes_through_as_unknown()
    {
        Task poison;
        Task write;
        using (storage.HoldWriter())
        {
            _ = storage.Database.WriteAsync([Counters.Insert("busy", 0)]);
            Assert.True(SpinWait.SpinUntil(() => storage.Waiting == 0, TimeSpan.FromSeconds(10)));
            poison = storage.Database.WriteAsync([Counters.Poison()]);
            write = Provider.WriteStateAsync("counter", Grain, new TestState());
        }

        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => poison);
        await Assert.ThrowsAsync<StorageOutcomeUnknownException>(() => write);
    }

    [Fact]
    public async Task A_row_of_a_newer_schema_is_not_read_as_an_older_one()
    {
        await storage.Database.WriteAsync([
            RowOperation.Required(
                "counters",
                "a",
                "INSERT INTO counters (id, version, schema_version, count, json) VALUES ('a', 1, 2, 0, '{}')"
            ),
        ]);

        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            Provider.ReadStateAsync("counter", Grain, new TestState())
        );
    }

    private sealed class TestState : IGrainState<Counter>
    {
        [AllowNull]
        public Counter State { get; set; } = new();
        public string? ETag { get; set; }
        public bool RecordExists { get; set; }
    }
}

public sealed class SqliteGrainStorageTests() : GrainStorageTests(new SqliteStorage());

public sealed class PostgresGrainStorageTests() : GrainStorageTests(new PostgresStorage());
