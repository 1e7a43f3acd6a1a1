using Anchor.Api.Sep1;
using Microsoft.Extensions.Options;

namespace Anchor.Api.Look;

/// <summary>Everything that a business has put into its folders, read and checked once: a fault stops the start with a line, and no request ever finds it.</summary>
internal sealed record OwnLook(StaticFiles Files, Templates Templates, OwnToml Toml)
{
    /// <summary>Reads the folders of the options.</summary>
    /// <exception cref="OptionsValidationException">Something cannot be used; a line for each fault.</exception>
    public static OwnLook Load(AnchorApiOptions options, IEnumerable<IPageValues> own)
    {
        List<string> faults = [];
        var names = new HashSet<string>(Layout.BuiltInNames, StringComparer.Ordinal);
        foreach (var name in own.SelectMany(values => values.Names).Where(name => !names.Add(name)))
        {
            faults.Add($"The page value {name} is there twice.");
        }

        var files = Folder("STATIC_DIR", options.StaticFolder) is { } statics
            ? StaticFiles.Load(statics, faults)
            : StaticFiles.None;
        var templates = Folder("TEMPLATES_DIR", options.TemplatesFolder) is { } folder
            ? Templates.Load(folder, names, files, faults)
            : Templates.None;
        var toml = options.StaticFolder is { } place ? OwnToml.Load(place, options.LocalMode, faults) : OwnToml.None;
        return faults.Count == 0
            ? new OwnLook(files, templates, toml)
            : throw new OptionsValidationException(nameof(OwnLook), typeof(AnchorApiOptions), faults);

        string? Folder(string setting, string? path)
        {
            if (path is null || Directory.Exists(path))
            {
                return path;
            }

            faults.Add($"{setting}: there is no folder \"{path}\".");
            return null;
        }
    }
}
