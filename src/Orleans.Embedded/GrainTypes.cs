using System.Collections.Frozen;
using System.Reflection;
using Orleans.Embedded.Activations;
using Orleans.Runtime;

namespace Orleans.Embedded;

/// <summary>The grain classes of the given assemblies, by name and by interface.</summary>
internal sealed class GrainTypes
{
    private readonly FrozenDictionary<GrainType, ActivationDirectory> _byType;
    private readonly FrozenDictionary<Type, ActivationDirectory[]> _byInterface;

    public GrainTypes(EmbeddedRuntime runtime, Assembly[] assemblies)
    {
        Directories =
        [
            .. assemblies
                .Distinct()
                .SelectMany(assembly => assembly.GetTypes())
                .Where(GrainClass.IsGrainClass)
                .Select(type => ActivationDirectory.Create(new GrainClass(type, runtime.Services), runtime))
                .OrderBy(directory => directory.Class.GrainType.ToString(), StringComparer.Ordinal),
        ];
        var shared = Directories
            .GroupBy(directory => directory.Class.GrainType)
            .FirstOrDefault(group => group.Count() > 1);
        if (shared is not null)
        {
            throw new InvalidOperationException(
                $"The grain type '{shared.Key}' belongs to {string.Join(" and ", shared.Select(directory => directory.Class.Type))}."
            );
        }

        _byType = Directories.ToFrozenDictionary(directory => directory.Class.GrainType);
        _byInterface = Directories
            .SelectMany(directory => directory.Class.Interfaces, (directory, type) => (directory, type))
            .GroupBy(pair => pair.type, pair => pair.directory)
            .ToFrozenDictionary(group => group.Key, group => group.ToArray());
    }

    public IReadOnlyList<ActivationDirectory> Directories { get; }

    public ActivationDirectory? Find(GrainType type) => _byType.GetValueOrDefault(type);

    public ActivationDirectory Find(Type grainInterface, string? classNamePrefix)
    {
        var candidates = _byInterface.GetValueOrDefault(grainInterface, []);
        if (candidates.Length > 1 && classNamePrefix is not null)
        {
            candidates = Array.FindAll(
                candidates,
                candidate => candidate.Class.Type.FullName!.StartsWith(classNamePrefix, StringComparison.Ordinal)
            );
        }

        return candidates.Length switch
        {
            1 => candidates[0],
            0 => throw new ArgumentException($"No grain class implements {grainInterface}.", nameof(grainInterface)),
            _ => throw new ArgumentException(
                $"Several grain classes implement {grainInterface}: {string.Join(", ", candidates.Select(candidate => candidate.Class.Type))}.",
                nameof(grainInterface)
            ),
        };
    }
}
