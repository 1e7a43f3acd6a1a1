using System.Text;

namespace Anchor.Domain.Tests;

/// <summary>A situation that a machine can be in: a row of its table.</summary>
internal sealed record Row<TState>(string Name, TState State);

/// <summary>A command as it is given in a situation: a column of the table.</summary>
internal sealed record Column<TState, TCommand>(string Name, Func<TState, TCommand> Command, TimeSpan Later = default);

/// <summary>Decides every command in every situation and writes the answers down side by side.</summary>
internal sealed class DecisionTable<TState, TCommand>(
    Func<TState, TCommand, DateTimeOffset, Decision<TState>> decide,
    Func<TState, TState, string> describe,
    DateTimeOffset now
)
{
    public string Write(string title, IReadOnlyList<Row<TState>> rows, IReadOnlyList<Column<TState, TCommand>> columns)
    {
        List<string[]> lines =
        [
            [title, .. columns.Select(column => column.Name)],
        ];
        lines.AddRange(rows.Select(row => (string[])[row.Name, .. columns.Select(column => Cell(row.State, column))]));
        var widths = Enumerable.Range(0, lines[0].Length).Select(i => lines.Max(line => line[i].Length)).ToArray();
        var text = new StringBuilder();
        foreach (var line in lines)
        {
            text.AppendLine(string.Join(" | ", line.Select((cell, i) => cell.PadRight(widths[i]))).TrimEnd());
            if (line == lines[0])
            {
                text.AppendLine(string.Join("-|-", widths.Select(width => new string('-', width))));
            }
        }

        return text.AppendLine().ToString();
    }

    private string Cell(TState state, Column<TState, TCommand> column) =>
        decide(state, column.Command(state), now + column.Later) switch
        {
            Decision<TState>.Accept accept => describe(state, accept.Next),
            Decision<TState>.Reject reject => $"!{reject.Refusal.Code}",
            _ => "dup",
        };
}
