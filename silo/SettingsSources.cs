using Anchor.Hosting.Configuration;

namespace Anchor.Silo;

/// <summary>The sources that the server reads too, for commands that need a few settings and no whole installation.</summary>
internal static class SettingsSources
{
    /// <summary>A reader that adds what is wrong to the list: in the files now, in values as they are read.</summary>
    public static SettingsReader Read(List<string> faults)
    {
        var builder = WebApplication.CreateSlimBuilder();
        ConfigurationFiles.Load(
            builder.Configuration,
            builder.Configuration,
            builder.Environment.ContentRootPath,
            faults
        );
        return new SettingsReader(builder.Configuration, faults);
    }
}
