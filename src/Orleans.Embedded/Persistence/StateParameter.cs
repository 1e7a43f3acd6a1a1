using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Embedded.Activations;
using Orleans.Runtime;
using Orleans.Storage;

namespace Orleans.Embedded.Persistence;

/// <summary>A constructor parameter that holds a state.</summary>
internal sealed class StateParameter
{
    /// <summary>The name that Orleans gives to the storage of a state that names none.</summary>
    private const string DefaultStorage = "Default";

    private readonly PersistentStateAttribute _attribute;
    private readonly Func<string, IGrainStorage, Activation, Core.IStorage> _create;

    public StateParameter(Type parameterType, PersistentStateAttribute attribute)
    {
        if (!parameterType.IsGenericType || parameterType.GetGenericTypeDefinition() != typeof(IPersistentState<>))
        {
            throw new InvalidOperationException(
                $"The state '{attribute.StateName}' must be an IPersistentState<T>, not {parameterType}."
            );
        }

        ParameterType = parameterType;
        _attribute = attribute;
        _create = typeof(PersistentState<>)
            .MakeGenericType(parameterType.GetGenericArguments())
            .GetMethod(nameof(PersistentState<>.Create), BindingFlags.Public | BindingFlags.Static)!
            .CreateDelegate<Func<string, IGrainStorage, Activation, Core.IStorage>>();
    }

    public Type ParameterType { get; }

    public Core.IStorage Create(IServiceProvider services, Activation activation)
    {
        var name = _attribute.StorageName ?? DefaultStorage;
        var storage =
            services.GetKeyedService<IGrainStorage>(name)
            ?? throw new InvalidOperationException(
                $"No IGrainStorage is registered under the key '{name}', which the state '{_attribute.StateName}' of {activation.GrainId} needs."
            );
        return _create(_attribute.StateName, storage, activation);
    }
}
