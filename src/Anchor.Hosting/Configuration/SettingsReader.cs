using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.CommandLine;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace Anchor.Hosting.Configuration;

/// <summary>Reads single settings and keeps a line for each one that is wrong.</summary>
internal sealed class SettingsReader(IConfigurationRoot configuration, List<string> faults)
{
    public bool Has(Setting setting) => Given(setting.Names).Any();

    /// <summary>What is given, for people to see: null if nothing is, and nothing of a secret, nor of an address that may hold one.</summary>
    public string? Shown(Setting setting) =>
        Raw(setting) is not { } text ? null
        : setting.IsSecret || text.Contains('@', StringComparison.Ordinal) ? "(set)"
        : text;

    /// <summary>Where the value that holds is given: a file, the environment; null if nowhere.</summary>
    public string? SourceOf(Setting setting) => SourceOf(setting.Names);

    /// <summary>The same for a key that has no row in the table.</summary>
    public string? SourceOf(params IEnumerable<string> names) =>
        Given(names).FirstOrDefault() is { Provider: { } provider } ? SourceName(provider) : null;

    /// <summary>Null if it is not given, or is wrong: a fault is then noted.</summary>
    public T? Get<T>(Setting<T> setting)
        where T : class => TryGet(setting, out var value) ? value : null;

    public T Get<T>(Setting<T> setting, T otherwise) => TryGet(setting, out var value) ? value : otherwise;

    /// <summary>False if it is not given, or is wrong.</summary>
    public bool TryGet<T>(Setting<T> setting, out T value)
    {
        value = default!;
        if (Raw(setting) is not { } text)
        {
            return false;
        }

        if (setting.Kind.TryRead(text, out value))
        {
            return true;
        }

        // Some settings are read more than once.
        var fault = $"{setting.Name}: {setting.Kind.FaultOf(text, setting.IsSecret)}.";
        if (!faults.Contains(fault, StringComparer.Ordinal))
        {
            faults.Add(fault);
        }

        return false;
    }

    /// <summary>Everything that is given under any of the names, what holds first. Empty values are none.</summary>
    public IEnumerable<(IConfigurationProvider Provider, string Name, string Text)> Given(IEnumerable<string> names) =>
        configuration
            .Providers.Reverse()
            .SelectMany(provider => names.Select(name => (provider, name, Read(provider, name)?.Trim() ?? "")))
            .Where(given => given.Item3.Length > 0);

    private static string SourceName(IConfigurationProvider provider) =>
        provider switch
        {
            FileSource.Provider file => file.Name,
            JsonConfigurationProvider json => json.Source.Path ?? "a JSON file",
            EnvironmentVariablesConfigurationProvider => "environment",
            CommandLineConfigurationProvider => "command line",
            _ => "program",
        };

    private string? Raw(Setting setting) => Given(setting.Names).Select(given => given.Text).FirstOrDefault();

    private static string? Read(IConfigurationProvider provider, string name)
    {
        if (provider.TryGet(name, out var value) && !string.IsNullOrWhiteSpace(value))
        {
            return value;
        }

        // A list of JSON.
        List<string> items = [];
        while (provider.TryGet($"{name}:{items.Count}", out var item) && item is not null)
        {
            items.Add(item);
        }

        return items.Count > 0 ? string.Join(',', items) : null;
    }
}
