using System.Collections.Immutable;
using System.Text.Json;
using Anchor.Hosting.Configuration;
using Spectre.Console;

namespace Anchor.Silo.Doctor;

/// <summary>What is in effect and what was found: a table for people, JSON for scripts.</summary>
internal sealed record DoctorReport(ImmutableArray<SettingView> Settings, ImmutableArray<Finding> Findings)
{
    public bool IsWell => Findings.All(finding => finding.Outcome != Outcome.Failed);

    public void Print()
    {
        var settings = new Table().Border(TableBorder.Simple).AddColumns("setting", "in effect", "from");
        foreach (var view in Settings)
        {
            Add(settings, view.Name, view.Value, view.Source);
        }

        AnsiConsole.Write(settings);
        var checks = new Table().Border(TableBorder.Simple).AddColumns("", "check", "finding");
        foreach (var finding in Findings)
        {
            checks.AddRow(
                new Markup(Mark(finding.Outcome)),
                new Text(finding.Check),
                new Text(finding.Subject.Length == 0 ? finding.Text : $"{finding.Subject}: {finding.Text}")
            );
        }

        AnsiConsole.Write(checks);
        AnsiConsole.WriteLine(
            $"{Findings.Length} checks: {Count(Outcome.Ok)} well, {Count(Outcome.Warning)} to know of, {Count(Outcome.Failed)} failed, {Count(Outcome.Skipped)} not looked at."
        );
    }

    public string ToJson()
    {
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            writer.WriteStartObject();
            writer.WriteBoolean("ok"u8, IsWell);
            writer.WriteStartArray("settings"u8);
            foreach (var view in Settings)
            {
                writer.WriteStartObject();
                writer.WriteString("name"u8, view.Name);
                writer.WriteString("value"u8, view.Value);
                writer.WriteString("source"u8, view.Source);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteStartArray("checks"u8);
            foreach (var finding in Findings)
            {
                writer.WriteStartObject();
                writer.WriteString("check"u8, finding.Check);
                writer.WriteString("subject"u8, finding.Subject);
                writer.WriteString("outcome"u8, Word(finding.Outcome));
                writer.WriteString("text"u8, finding.Text);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static void Add(Table table, params string[] cells) => table.AddRow([.. cells.Select(Markup.Escape)]);

    private static string Word(Outcome outcome) =>
        outcome switch
        {
            Outcome.Ok => "ok",
            Outcome.Warning => "warning",
            Outcome.Failed => "failed",
            _ => "skipped",
        };

    private static string Mark(Outcome outcome) =>
        outcome switch
        {
            Outcome.Ok => "[green]ok[/]",
            Outcome.Warning => "[yellow]warning[/]",
            Outcome.Failed => "[red]FAILED[/]",
            _ => "[grey]-[/]",
        };

    private int Count(Outcome outcome) => Findings.Count(finding => finding.Outcome == outcome);
}
