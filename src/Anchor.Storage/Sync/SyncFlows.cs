using Anchor.Grains.Sync;

namespace Anchor.Storage.Sync;

/// <summary>What vertices that come and go mean to histories, balances and tokens.</summary>
internal sealed class SyncFlows
{
    private readonly Dictionary<HistoryKey, HistoryLine> _history = [];
    private readonly Dictionary<BalanceKey, BalanceSum> _flows = [];
    private readonly Dictionary<string, TokenChange> _tokens = new(StringComparer.Ordinal);

    public IReadOnlyDictionary<HistoryKey, HistoryLine> History => _history;

    public IReadOnlyDictionary<string, TokenChange> Tokens => _tokens;

    /// <summary>What a vertex means to histories, to sums received, and to the counts of tokens.</summary>
    public void Record(
        VertexRow vertex,
        List<OutputRow> inputs,
        List<OutputRow> outputs,
        bool isCreation,
        TokenNames? names,
        int sign
    )
    {
        Dictionary<BalanceKey, long> deltas = [];
        HashSet<string> tokens = new(StringComparer.Ordinal);
        Count(inputs, -1);
        Count(outputs, +1);
        if (isCreation)
        {
            tokens.Add(vertex.Id);
        }

        foreach (var (key, delta) in deltas)
        {
            _flows[key] = _flows.GetValueOrDefault(key).Plus(new BalanceSum { Transactions = sign });
            _history[new HistoryKey(key.Address, key.Token, vertex.Id)] = new HistoryLine(
                delta,
                vertex.Timestamp,
                Stands: sign > 0
            );
        }

        foreach (var output in outputs.Where(output => output.Output.Address is not null))
        {
            var key = new BalanceKey(output.Output.Address!, output.Output.Token);
            _flows[key] = _flows.GetValueOrDefault(key).Plus(new BalanceSum { Received = sign * output.Output.Value });
        }

        foreach (var token in tokens)
        {
            var known = _tokens.GetValueOrDefault(token);
            _tokens[token] = new TokenChange(
                known.Transactions + sign,
                token == vertex.Id ? names : known.Names,
                known.IsRenamed || token == vertex.Id
            );
        }

        void Count(List<OutputRow> rows, int factor)
        {
            foreach (var output in rows.Select(row => row.Output))
            {
                tokens.Add(output.Token);
                if (output.Address is { } address)
                {
                    var key = new BalanceKey(address, output.Token);
                    deltas[key] = deltas.GetValueOrDefault(key) + (factor * output.Value);
                }
            }
        }
    }

    /// <summary>The changes of the balances: from outputs as they were and are, and from what was received.</summary>
    public Dictionary<BalanceKey, BalanceSum> Balances(IEnumerable<Change<OutputRow>> outputs)
    {
        var sums = new Dictionary<BalanceKey, BalanceSum>(_flows);
        foreach (var (before, now) in outputs)
        {
            Count(before, -1);
            Count(now, +1);
        }

        return sums.Where(sum => sum.Value != default).ToDictionary();

        void Count(OutputRow? row, int sign)
        {
            if (row?.Output.Address is { } address)
            {
                var key = new BalanceKey(address, row.Output.Token);
                sums[key] = sums.GetValueOrDefault(key).Plus(BalanceSum.Of(row), sign);
            }
        }
    }
}

/// <summary>A line of a history that comes in or goes.</summary>
internal readonly record struct HistoryLine(long Delta, long Timestamp, bool Stands);

/// <summary>What becomes of a token.</summary>
/// <param name="Transactions">By how much their number changes.</param>
/// <param name="Names">With <paramref name="IsRenamed"/>: its names from now on, null if it is not created any more.</param>
internal readonly record struct TokenChange(long Transactions, TokenNames? Names, bool IsRenamed);
