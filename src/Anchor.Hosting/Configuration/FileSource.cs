using Microsoft.Extensions.Configuration;

namespace Anchor.Hosting.Configuration;

/// <summary>What one file holds; keeps the file's name, so that it can be said where a value came from.</summary>
internal sealed class FileSource(string name, Dictionary<string, string?> values) : IConfigurationSource
{
    public string Name => name;

    public IReadOnlyDictionary<string, string?> Values => values;

    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(name, values);

    /// <summary>The values as the configuration reads them.</summary>
    internal sealed class Provider : ConfigurationProvider
    {
        public Provider(string name, Dictionary<string, string?> values) => (Name, Data) = (name, values);

        public string Name { get; }
    }
}
