using Anchor.Grains.Ports;

namespace Anchor.Storage.Settings;

/// <summary>Settings of the installation, such as generated keys; their values are encrypted at rest.</summary>
public sealed class SettingsStore(IDatabase database, SecretBox box) : ISettings
{
    private const string Select = "SELECT value FROM settings WHERE name = $1";
    private const string Upsert = """
        INSERT INTO settings (name, value) VALUES ($1, $2)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """;

    public async Task<string?> GetAsync(string name, CancellationToken cancellationToken)
    {
        if (await database.FirstAsync(Select, row => row.GetString(0), name) is not { } stored)
        {
            return null;
        }

        var value = box.Unseal(name, stored);
        if (!box.IsCurrent(stored))
        {
            await SetAsync(name, value, cancellationToken);
        }

        return value;
    }

    public Task SetAsync(string name, string value, CancellationToken cancellationToken) =>
        database.WriteAsync(
            [RowOperation.Required("settings", name, Upsert, name, box.Seal(name, value))],
            cancellationToken
        );
}
