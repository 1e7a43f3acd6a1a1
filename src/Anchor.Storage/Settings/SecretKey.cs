using System.Text;
using Anchor.Grains.Ports;

namespace Anchor.Storage.Settings;

/// <summary>Opens the box for the installation's secret key, and finds out at the start whether it is the right one.</summary>
public static class SecretKey
{
    private const int GeneratedKeySize = 32;
    internal const string ProbeName = "the probe of the secret key";
    internal const string SelectProbe = "SELECT probe FROM secret_probe";
    private const string SelectSetting = "SELECT name, value FROM settings LIMIT 1";
    private const string UpsertProbe = """
        INSERT INTO secret_probe (id, probe) VALUES (1, $1)
        ON CONFLICT (id) DO UPDATE SET probe = excluded.probe
        """;

    /// <summary>The box for the configured key, or for the one in the file beside the database, which is made when it is missing.</summary>
    /// <exception cref="StorageStartException">The database's secrets are encrypted under another key.</exception>
    public static SecretBox Open(StorageOptions options, IDatabase database, IRandom random)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(database);
        var file = FileOf(options);
        var box = new SecretBox(options.SecretKey ?? ReadOrCreate(file, random), random);
        try
        {
            Prove(box, database).GetAwaiter().GetResult();
        }
        catch (StorageStartException e) when (e.InnerException is not null)
        {
            var place = options.Postgres is null ? options.Path : database.Location;
            throw new StorageStartException(
                options.SecretKey is null
                    ? $"{file}: it does not hold the key that the secrets in {place} are encrypted with. Put the right file back, or set ANCHOR_SECRET_KEY."
                    : $"ANCHOR_SECRET_KEY: it is not the key that the secrets in {place} are encrypted with."
                        + (File.Exists(file) ? $" They may be under the one in {file}, which is used without it." : ""),
                e
            );
        }

        return box;
    }

    /// <summary>Where the key is kept that was not configured.</summary>
    public static string FileOf(StorageOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options.Path + ".key";
    }

    /// <summary>The box for the key that there is; null if there is none. Proves nothing and makes nothing.</summary>
    /// <exception cref="StorageStartException">The file of the key is damaged.</exception>
    public static SecretBox? Existing(StorageOptions options, IRandom random)
    {
        var file = FileOf(options);
        var key = options.SecretKey ?? (File.Exists(file) ? ReadOrCreate(file, random) : null);
        return key is null ? null : new SecretBox(key, random);
    }

    private static async Task Prove(SecretBox box, IDatabase database)
    {
        if (await database.FirstAsync(SelectProbe, row => row.GetString(0)) is { } probe)
        {
            box.SealLike(probe);
            box.Unseal(ProbeName, probe);
            if (box.IsCurrent(probe))
            {
                return;
            }
        }
        else if (
            // A database from before there were probes: a wrong key must not become the right one.
            await database.FirstAsync<(string Name, string Value)?>(
                SelectSetting,
                row => (row.GetString(0), row.GetString(1))
            ) is
            { } setting
        )
        {
            box.Unseal(setting.Name, setting.Value);
        }

        await database.WriteAsync([
            RowOperation.Required("secret_probe", "1", UpsertProbe, box.Seal(ProbeName, ProbeName)),
        ]);
    }

    private static string ReadOrCreate(string path, IRandom random)
    {
        if (File.Exists(path))
        {
            var stored = File.ReadAllText(path).Trim();
            return stored.Length == 2 * GeneratedKeySize
                ? stored
                : throw new StorageStartException(
                    $"The key file {path} is damaged; without the key that it held, stored secrets cannot be read."
                );
        }

        Span<byte> bytes = stackalloc byte[GeneratedKeySize];
        random.Fill(bytes);
        var key = Convert.ToHexStringLower(bytes);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        // Whole or not at all: a crash in between must not leave a part of a key to be taken for one.
        var draft = path + ".new";
        using (var file = new FileStream(draft, options))
        {
            file.Write(Encoding.ASCII.GetBytes(key));
            file.Flush(flushToDisk: true);
        }

        File.Move(draft, path);
        return key;
    }
}
