using System.Collections.Immutable;
using System.Data.Common;

namespace Anchor.Storage.Inspection;

/// <summary>A connection that only looks, to either kind of database. What cannot be read is a <see cref="StorageStartException"/>.</summary>
internal interface IInspectionSession : IDisposable
{
    bool Has(string table);

    T Query<T>(string sql, Func<DbDataReader, T> read, params ReadOnlySpan<object?> values);

    /// <summary>What the database finds wrong with itself; empty if nothing.</summary>
    ImmutableArray<string> Damage();
}
