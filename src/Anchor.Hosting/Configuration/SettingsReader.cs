using System.Collections.Immutable;
using Microsoft.Extensions.Configuration;

namespace Anchor.Hosting.Configuration;

/// <summary>Reads single settings and keeps a line for each one that is wrong.</summary>
internal sealed class SettingsReader(IConfigurationRoot configuration, List<string> faults)
{
    public bool Has(Setting setting) => Raw(setting) is not null;

    /// <summary>What is given, for people to see: null if nothing is, and nothing of a secret.</summary>
    public string? Shown(Setting setting) => Raw(setting) is { } text ? (setting.IsSecret ? "(set)" : text) : null;

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

        faults.Add(
            setting.IsSecret
                ? $"{setting.Name}: the value is not {setting.Kind.Expected}."
                : $"{setting.Name}: \"{text}\" is not {setting.Kind.Expected}."
        );
        return false;
    }

    /// <summary>The value of the last source that has one under any of the setting's names. An empty one is none.</summary>
    private string? Raw(Setting setting) =>
        configuration
            .Providers.Reverse()
            .SelectMany(provider => setting.Names, Read)
            .FirstOrDefault(text => !string.IsNullOrWhiteSpace(text))
            ?.Trim();

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
