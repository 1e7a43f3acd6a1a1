namespace Anchor.Api.Tests.Look;

/// <summary>A business' folders, in a place of their own.</summary>
internal sealed class OwnFolders : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("anchor-look-");

    public string Static => Path.Combine(_root.FullName, "static");

    public string Templates => Path.Combine(_root.FullName, "templates");

    /// <summary>Writes a file, such as <c>static/style.css</c>.</summary>
    public OwnFolders With(string path, string content)
    {
        var file = Path.Combine(_root.FullName, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, content);
        return this;
    }

    public void Use(AnchorApiOptions options)
    {
        options.StaticFolder = Directory.Exists(Static) ? Static : null;
        options.TemplatesFolder = Directory.Exists(Templates) ? Templates : null;
    }

    public void Dispose() => _root.Delete(recursive: true);
}
