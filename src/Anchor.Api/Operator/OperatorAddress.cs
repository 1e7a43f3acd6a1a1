using System.Text.Json;

namespace Anchor.Api.Operator;

/// <summary>What <c>operator.json</c> says: which process holds the installation, and how commands on this machine reach it.</summary>
public sealed record OperatorAddress(Uri Url, string Token, int ProcessId, OperatorRole Role)
{
    public const string FileName = "operator.json";

    /// <summary>Null if there is no such file, or nothing in it that could be used.</summary>
    public static OperatorAddress? Read(string file)
    {
        try
        {
            return
                JsonSerializer.Deserialize(File.ReadAllText(file), OperatorJson.Default.OperatorAddress)
                    is { Url.IsAbsoluteUri: true, Token.Length: > 0 } address
                ? address
                : null;
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return null;
        }
    }

    /// <summary>Without the token, which stands in no log.</summary>
    public override string ToString() => $"process {ProcessId} at {Url}";

    /// <summary>Readable by its owner alone, and never seen half written.</summary>
    internal void Write(string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(file))!);
        var draft = $"{file}.{ProcessId}";
        File.Delete(draft);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var stream = new FileStream(draft, options))
        {
            JsonSerializer.Serialize(stream, this, OperatorJson.Default.OperatorAddress);
        }

        File.Move(draft, file, overwrite: true);
    }
}
