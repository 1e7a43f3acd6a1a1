using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Anchor.Hosting.Configuration;

/// <summary>
/// Puts the files below all other sources, so that the environment and the command line win over them: <c>.env</c> of the working directory,
/// then the one at <c>ENV_PATH</c>, then <c>anchor.json</c>.
/// </summary>
internal sealed class ConfigurationFiles
{
    public const string JsonName = "anchor.json";
    public const string EnvName = ".env";

    /// <summary>The one name that is not in the table: it says where values are, and has no place in a file of its own.</summary>
    public const string EnvPath = "ENV_PATH";

    private readonly string _folder;
    private readonly List<string> _faults;

    private ConfigurationFiles(string folder, List<string> faults) => (_folder, _faults) = (folder, faults);

    /// <summary>Every key that the files hold, and the file it comes from.</summary>
    public List<(string Key, string File)> Keys { get; } = [];

    /// <summary>What can be read, but perhaps not as it was meant.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>Adds what the files of the folder hold.</summary>
    public static ConfigurationFiles Load(
        IConfigurationBuilder builder,
        IConfiguration environment,
        string folder,
        List<string> faults
    )
    {
        var files = new ConfigurationFiles(folder, faults);
        var here = files.ReadEnvironment(Path.Combine(folder, EnvName), EnvName);
        var elsewhere =
            environment[EnvPath] is { } path && !string.IsNullOrWhiteSpace(path)
                ? path
                : here?.Values.GetValueOrDefault(EnvPath);
        FileSource?[] sources = [files.ReadJson(), files.ReadElsewhere(elsewhere), here];
        var position = 0;
        foreach (var source in sources.OfType<FileSource>())
        {
            builder.Sources.Insert(position++, source);
            files.Keys.AddRange(source.Values.Keys.Select(key => (key, source.Name)));
        }

        return files;
    }

    private FileSource? ReadJson()
    {
        var path = Path.GetFullPath(Path.Combine(_folder, JsonName));
        if (!Exists(path, JsonName))
        {
            return null;
        }

        try
        {
            var read = new ConfigurationBuilder().AddJsonFile(path).Build();
            return new FileSource(
                JsonName,
                read.AsEnumerable().Where(pair => pair.Value is not null).ToDictionary(StringComparer.OrdinalIgnoreCase)
            );
        }
        catch (InvalidDataException e) when (e.InnerException is JsonException or FormatException)
        {
            _faults.Add($"{JsonName}: {e.InnerException.InnerException?.Message ?? e.InnerException.Message}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            _faults.Add($"{JsonName}: cannot be read: {e.Message}");
        }

        return null;
    }

    private FileSource? ReadElsewhere(string? elsewhere)
    {
        if (string.IsNullOrWhiteSpace(elsewhere))
        {
            return null;
        }

        var path = Path.GetFullPath(elsewhere, Path.GetFullPath(_folder));
        path = Directory.Exists(path) ? Path.Combine(path, EnvName) : path;
        if (path == Path.GetFullPath(Path.Combine(_folder, EnvName)))
        {
            return null;
        }

        var source = ReadEnvironment(path, path);
        if (source is null && !Directory.Exists(path))
        {
            _faults.Add($"{EnvPath}: there is no file \"{path}\".");
        }

        return source;
    }

    private FileSource? ReadEnvironment(string path, string label) =>
        Exists(path, label) ? new FileSource(label, new EnvFile(label, _faults, Warnings).Read(path)) : null;

    private bool Exists(string path, string label)
    {
        if (Directory.Exists(path))
        {
            _faults.Add($"{label}: is a folder, not a file.");
            return false;
        }

        return File.Exists(path);
    }
}
