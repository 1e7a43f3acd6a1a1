using System.Text.Json;
using Microsoft.Extensions.Configuration;

namespace Anchor.Hosting.Configuration;

/// <summary>Puts <c>anchor.json</c> and <c>.env</c> below all other sources: the environment and the command line win over them.</summary>
internal static class ConfigurationFiles
{
    public const string JsonName = "anchor.json";
    private const string EnvName = ".env";
    private const string EnvPath = "ENV_PATH";

    /// <summary>Adds what the files of the folder hold.</summary>
    /// <returns>Every key that the files hold, and the file it comes from.</returns>
    public static List<(string Key, string File)> Load(
        IConfigurationBuilder builder,
        IConfiguration environment,
        string folder,
        List<string> faults
    )
    {
        List<(string, string)> keys = [];
        var position = 0;
        if (Path.Combine(folder, JsonName) is var json && File.Exists(json))
        {
            try
            {
                var read = new ConfigurationBuilder().AddJsonFile(Path.GetFullPath(json)).Build();
                Insert(read.AsEnumerable().Where(pair => pair.Value is not null), JsonName);
            }
            catch (InvalidDataException e) when (e.InnerException is JsonException or FormatException)
            {
                faults.Add($"{JsonName}: {e.InnerException.InnerException?.Message ?? e.InnerException.Message}");
            }
        }

        if (FindEnvFile(folder, environment[EnvPath], faults) is { } env)
        {
            Insert(EnvFile.Parse(File.ReadLines(env), env, faults), env);
        }

        return keys;

        void Insert(IEnumerable<KeyValuePair<string, string?>> values, string file)
        {
            var data = values.ToList();
            keys.AddRange(data.Select(pair => (pair.Key, file)));
            builder.Sources.Insert(
                position++,
                new Microsoft.Extensions.Configuration.Memory.MemoryConfigurationSource { InitialData = data }
            );
        }
    }

    private static string? FindEnvFile(string folder, string? elsewhere, List<string> faults)
    {
        var here = Path.Combine(folder, EnvName);
        if (File.Exists(here))
        {
            return here;
        }

        if (string.IsNullOrWhiteSpace(elsewhere))
        {
            return null;
        }

        var file = Directory.Exists(elsewhere) ? Path.Combine(elsewhere, EnvName) : elsewhere;
        if (File.Exists(file))
        {
            return file;
        }

        faults.Add($"{EnvPath}: there is no file \"{file}\".");
        return null;
    }
}
