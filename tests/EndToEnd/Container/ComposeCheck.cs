using System.Text.RegularExpressions;
using Anchor.EndToEnd.Tests.Support;
using YamlDotNet.Core;
using YamlDotNet.Serialization;

namespace Anchor.EndToEnd.Tests.Container;

/// <summary>What the Compose specification (compose-spec.io) says about the part of it that is used here. Anything else is a fault, until it is added.</summary>
internal sealed partial class ComposeCheck
{
    private const string Duration = @"^(\d+(us|ms|s|m|h))+$";

    // Attribute, and the form of its value; lists and maps are checked item by item.
    private static readonly Dictionary<string, string> Scalars = new()
    {
        ["image"] = @"^[a-z0-9][a-z0-9._/-]*(:[\w.-]+)?$",
        ["user"] = @"^\d+(:\d+)?$",
        ["restart"] = "^(no|always|on-failure(:\\d+)?|unless-stopped)$",
        ["stop_grace_period"] = Duration,
        ["read_only"] = "^(true|false)$",
        ["network_mode"] = @"^(none|host|bridge|service:[\w.-]+)$",
    };

    private static readonly Dictionary<string, string> Lists = new()
    {
        ["command"] = "^.+$",
        ["entrypoint"] = "^.+$",
        ["tmpfs"] = "^/[^:]*(:.*)?$",
        ["cap_drop"] = "^(ALL|[A-Z_]+)$",
        ["security_opt"] = @"^no-new-privileges:(true|false)$",
        ["ports"] = @"^((\d{1,3}\.){3}\d{1,3}:)?\d{1,5}:\d{1,5}(/(tcp|udp))?$",
        ["volumes"] = @"^(\.{0,2}/[^:]*|[a-z][\w.-]*):/[^:]+(:(ro|rw))?$",
        ["profiles"] = @"^[a-zA-Z0-9][\w.-]+$",
    };

    private readonly List<string> _faults = [];
    private readonly Dictionary<string, object?> _services;

    private ComposeCheck(Dictionary<string, object?> services) => _services = services;

    /// <summary>Everything that is wrong with a file.</summary>
    public static IReadOnlyList<string> Check(string yaml)
    {
        var check = new ComposeCheck(Services(yaml, out var top));
        foreach (
            var key in top.Where(key =>
                key is not ("name" or "services" or "volumes" or "networks") && key[..2] != "x-"
            )
        )
        {
            check._faults.Add($"{key} is no attribute of a Compose file.");
        }

        foreach (var (name, service) in check._services)
        {
            check.CheckService(name, Map(service));
        }

        return check._faults;
    }

    /// <summary>The services with merge keys and defaults of variables in place.</summary>
    public static Dictionary<string, object?> Services(string yaml) => Services(yaml, out _);

    public static Dictionary<string, object?> Map(object? value) =>
        value is Dictionary<object, object?> map ? map.ToDictionary(pair => (string)pair.Key, pair => pair.Value) : [];

    public static string[] Strings(object? value) =>
        value is List<object?> list ? [.. list.Select(item => item as string ?? "")] : [];

    private static Dictionary<string, object?> Services(string yaml, out IReadOnlyCollection<string> top)
    {
        var interpolated = Variable().Replace(yaml, match => match.Groups["default"].Value);
        var parser = new MergingParser(new Parser(new StringReader(interpolated)));
        var file = Map(new DeserializerBuilder().Build().Deserialize<object>(parser));
        top = file.Keys;
        return Map(file["services"]);
    }

    private void CheckService(string name, Dictionary<string, object?> service)
    {
        if (!service.ContainsKey("image") && !service.ContainsKey("build"))
        {
            _faults.Add($"{name}: neither image nor build.");
        }

        if (service.ContainsKey("network_mode") && (service.ContainsKey("ports") || service.ContainsKey("networks")))
        {
            _faults.Add($"{name}: network_mode excludes ports and networks.");
        }

        foreach (var (key, value) in service)
        {
            if (Scalars.TryGetValue(key, out var form))
            {
                Expect(value is string text && Matches(text, form), $"{name}: {key} is {value}.");
            }
            else if (Lists.TryGetValue(key, out form))
            {
                Expect(
                    value is List<object?> && Strings(value).All(item => Matches(item, form)),
                    $"{name}: {key} has an item of another form."
                );
            }
            else
            {
                CheckOther(name, key, value);
            }
        }
    }

    private void CheckOther(string name, string key, object? value)
    {
        switch (key)
        {
            case "environment":
                Expect(
                    Map(value).All(pair => EnvironmentName().IsMatch(pair.Key) && pair.Value is string),
                    $"{name}: environment."
                );
                break;
            case "env_file":
                Expect(
                    value is List<object?> files
                        && files.All(file =>
                            Map(file) is { } map && map["path"] is string && map["required"] is "true" or "false"
                        ),
                    $"{name}: env_file."
                );
                break;
            case "healthcheck":
                Expect(Map(value).All(IsOfHealthCheck), $"{name}: healthcheck.");
                break;
            case "build":
                Expect(
                    value is "."
                        || Map(value) is { Count: > 0 } build
                            && build.All(pair => pair.Key is "context" or "dockerfile")
                            && build.Values.All(path => path is string text && Path.Exists(Repository.File(text))),
                    $"{name}: build."
                );
                break;
            case "depends_on":
                foreach (var (other, how) in Map(value))
                {
                    CheckDependency(name, other, Map(how));
                }

                break;
            default:
                _faults.Add($"{name}: {key} is no attribute of a service.");
                break;
        }
    }

    private void CheckDependency(string name, string other, Dictionary<string, object?> how)
    {
        Expect(
            how.GetValueOrDefault("condition")
                is "service_started"
                    or "service_healthy"
                    or "service_completed_successfully",
            $"{name}: depends_on {other} has no condition."
        );
        Expect(how.Keys.All(key => key is "condition" or "restart" or "required"), $"{name}: depends_on {other}.");
        Expect(
            _services.TryGetValue(other, out var there) && Profiles(there).All(Profiles(_services[name]).Contains),
            $"{name}: depends on {other}, which is not always there."
        );
    }

    private static string[] Profiles(object? service) => Strings(Map(service).GetValueOrDefault("profiles"));

    private static bool IsOfHealthCheck(KeyValuePair<string, object?> pair) =>
        pair.Key switch
        {
            "disable" => pair.Value is "true",
            "interval" => pair.Value is string text && Matches(text, Duration),
            "test" => Strings(pair.Value) is ["CMD", _, ..],
            _ => false,
        };

    private static bool Matches(string text, string form) =>
        Regex.IsMatch(text, form, RegexOptions.None, TimeSpan.FromSeconds(1));

    private void Expect(bool holds, string fault)
    {
        if (!holds)
        {
            _faults.Add(fault);
        }
    }

    [GeneratedRegex(@"\$\{[A-Z_]+:-(?<default>[^}]*)\}", RegexOptions.None, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex("^[A-Za-z_][A-Za-z0-9_]*$", RegexOptions.None, 1000)]
    private static partial Regex EnvironmentName();
}
