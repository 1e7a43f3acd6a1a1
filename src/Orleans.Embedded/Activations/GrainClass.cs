using System.Collections.Concurrent;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Concurrency;
using Orleans.Embedded.Persistence;
using Orleans.Runtime;

namespace Orleans.Embedded.Activations;

/// <summary>A grain class: its name, its interfaces, and how it is constructed.</summary>
internal sealed class GrainClass
{
    /// <summary>Compiled once for each class, however many runtimes come and go in the process.</summary>
    private static readonly ConcurrentDictionary<Type, ObjectFactory> s_factories = new();

    private readonly ObjectFactory _factory;
    private readonly StateParameter[] _states;

    public GrainClass(Type type, IServiceProvider services)
    {
        Type = type;
        GrainType =
            type.GetCustomAttribute<GrainTypeAttribute>()?.GetGrainType(services, type)
            ?? GrainType.Create(NameByConvention(type));
        Interfaces =
        [
            .. type.GetInterfaces()
                .Where(candidate =>
                    candidate.IsAssignableTo(typeof(IGrain))
                    && candidate != typeof(IGrain)
                    && candidate != typeof(IGrainWithStringKey)
                ),
        ];
        MaxWorkers = type.GetCustomAttribute<StatelessWorkerAttribute>() is { } workers
            ? (workers.MaxLocalWorkers > 0 ? workers.MaxLocalWorkers : Environment.ProcessorCount)
            : 0;
        _states = [.. StateParameters(type)];
        _factory = s_factories.GetOrAdd(
            type,
            static (type, states) =>
                ActivatorUtilities.CreateFactory(type, Array.ConvertAll(states, state => state.ParameterType)),
            _states
        );
    }

    public Type Type { get; }
    public GrainType GrainType { get; }
    public IReadOnlyList<Type> Interfaces { get; }

    /// <summary>How many activations a key may have at once; 0 for one that is the only one.</summary>
    public int MaxWorkers { get; }

    public static bool IsGrainClass(Type type) =>
        type is { IsClass: true, IsAbstract: false, IsGenericTypeDefinition: false }
        && type.IsAssignableTo(typeof(IGrain));

    /// <summary>Constructs a grain and lists the states that must be read before it is activated.</summary>
    public object Create(IServiceProvider scope, Activation activation, List<Core.IStorage> states)
    {
        var arguments = new object[_states.Length];
        for (var index = 0; index < arguments.Length; index++)
        {
            var state = _states[index].Create(scope, activation);
            states.Add(state);
            arguments[index] = state;
        }

        return _factory(scope, arguments);
    }

    /// <summary>The rule of Orleans: the class name in lower case without "grain" at its end.</summary>
    private static string NameByConvention(Type type)
    {
        const string suffix = "grain";
        var name = type.Name.ToLowerInvariant();
        return name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)
            ? name[..^suffix.Length]
            : name;
    }

    private static IEnumerable<StateParameter> StateParameters(Type type) =>
        from parameter in type.GetConstructors().SelectMany(constructor => constructor.GetParameters())
        let attribute = parameter.GetCustomAttribute<PersistentStateAttribute>()
        where attribute is not null
        select new StateParameter(parameter.ParameterType, attribute);
}
