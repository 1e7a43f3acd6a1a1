using System.Globalization;

namespace Anchor.Grains.Tests.Harness;

/// <summary>The table of Orleans' reminders, which outlives silos.</summary>
internal sealed class LastingReminders
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(GrainId Grain, string Name), ReminderEntry> _entries = [];
    private int _etag;

    public bool Has(GrainId grain, string name)
    {
        lock (_gate)
        {
            return _entries.ContainsKey((grain, name));
        }
    }

    /// <summary>The table as one silo sees it.</summary>
    public IReminderTable For(Lifeline lifeline) => new View(this, lifeline);

    private ReminderTableData Rows(Func<GrainId, bool> isWanted)
    {
        lock (_gate)
        {
            return new ReminderTableData(_entries.Values.Where(entry => isWanted(entry.GrainId)).Select(Copy).ToList());
        }
    }

    private ReminderEntry? Row(GrainId grain, string name)
    {
        lock (_gate)
        {
            return _entries.TryGetValue((grain, name), out var entry) ? Copy(entry) : null;
        }
    }

    private string Upsert(ReminderEntry entry)
    {
        lock (_gate)
        {
            var stored = Copy(entry);
            stored.ETag = (++_etag).ToString(CultureInfo.InvariantCulture);
            _entries[(entry.GrainId, entry.ReminderName)] = stored;
            return stored.ETag;
        }
    }

    private bool Remove(GrainId grain, string name, string etag)
    {
        lock (_gate)
        {
            return _entries.TryGetValue((grain, name), out var entry)
                && entry.ETag == etag
                && _entries.Remove((grain, name));
        }
    }

    private void Clear()
    {
        lock (_gate)
        {
            _entries.Clear();
        }
    }

    private static ReminderEntry Copy(ReminderEntry entry) =>
        new()
        {
            GrainId = entry.GrainId,
            ReminderName = entry.ReminderName,
            StartAt = entry.StartAt,
            Period = entry.Period,
            ETag = entry.ETag,
        };

    private sealed class View(LastingReminders owner, Lifeline lifeline) : IReminderTable
    {
        public Task<ReminderTableData> ReadRows(GrainId grainId) =>
            PassAsync(() => owner.Rows(grain => grain == grainId));

        public Task<ReminderTableData> ReadRows(uint begin, uint end) =>
            PassAsync(() => owner.Rows(grain => IsWithin(grain.GetUniformHashCode(), begin, end)));

        public Task<ReminderEntry?> ReadRow(GrainId grainId, string reminderName) =>
            PassAsync(() => owner.Row(grainId, reminderName));

        public Task<string?> UpsertRow(ReminderEntry entry) => PassAsync<string?>(() => owner.Upsert(entry));

        public Task<bool> RemoveRow(GrainId grainId, string reminderName, string eTag) =>
            PassAsync(() => owner.Remove(grainId, reminderName, eTag));

        public Task TestOnlyClearTable() =>
            PassAsync(() =>
            {
                owner.Clear();
                return true;
            });

        private Task<T> PassAsync<T>(Func<T> step) => lifeline.PassAsync(() => Task.FromResult(step()));

        /// <summary>After <paramref name="begin"/> up to <paramref name="end"/>, on a ring.</summary>
        private static bool IsWithin(uint hash, uint begin, uint end) =>
            begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;
    }
}
