using System.Linq.Expressions;
using System.Reflection;
using Orleans.Concurrency;

namespace Orleans.Embedded.Calls;

/// <summary>A method of a grain interface, ready to be called.</summary>
internal abstract class GrainMethod(MethodInfo method)
{
    /// <summary>The largest tuple that is not nested.</summary>
    private const int MaxParameters = 7;

    private static readonly Type[] s_tuples =
    [
        typeof(ValueTuple),
        typeof(ValueTuple<>),
        typeof(ValueTuple<,>),
        typeof(ValueTuple<,,>),
        typeof(ValueTuple<,,,>),
        typeof(ValueTuple<,,,,>),
        typeof(ValueTuple<,,,,,>),
        typeof(ValueTuple<,,,,,,>),
    ];

    public MethodInfo Declaration { get; } = method;

    public string Name { get; } = $"{method.DeclaringType!.Name}.{method.Name}";

    public bool IsReadOnly { get; } = method.IsDefined(typeof(ReadOnlyAttribute), inherit: true);

    /// <summary>The tuple that holds the arguments on their way.</summary>
    public abstract Type ArgumentsType { get; }

    /// <summary>What the method's task gives, or null if it gives nothing.</summary>
    public Type? ResultType { get; } = ResultOf(method);

    public static GrainMethod Create(MethodInfo method)
    {
        var parameters = Array.ConvertAll(method.GetParameters(), parameter => parameter.ParameterType);
        if (method.IsGenericMethodDefinition || parameters.Length > MaxParameters || !IsTask(method.ReturnType))
        {
            throw new InvalidOperationException(
                $"{method.DeclaringType}.{method.Name} cannot be a grain method: it must return a task, take at most {MaxParameters} parameters and not be generic."
            );
        }

        var arguments = parameters.Length == 0 ? s_tuples[0] : s_tuples[parameters.Length].MakeGenericType(parameters);
        var task = ResultOf(method) is { } result ? typeof(Task<>).MakeGenericType(result) : typeof(Task);
        return (GrainMethod)Activator.CreateInstance(typeof(GrainMethod<,>).MakeGenericType(arguments, task), method)!;
    }

    private static bool IsTask(Type type) =>
        type == typeof(Task)
        || type == typeof(ValueTask)
        || (
            type.IsGenericType
            && type.GetGenericTypeDefinition() is var definition
            && (definition == typeof(Task<>) || definition == typeof(ValueTask<>))
        );

    private static Type? ResultOf(MethodInfo method) =>
        method.ReturnType.IsGenericType ? method.ReturnType.GetGenericArguments()[0] : null;
}

/// <inheritdoc cref="GrainMethod"/>
internal sealed class GrainMethod<TArguments, TTask>(MethodInfo method) : GrainMethod(method)
    where TTask : Task
{
    /// <summary>Calls the method on a grain.</summary>
    public Func<object, TArguments, TTask> Invoke { get; } = CompileInvoke(method);

    /// <summary>Gives the cancellation token among the arguments, if there is one.</summary>
    public Func<TArguments, CancellationToken>? Token { get; } = CompileToken(method);

    public override Type ArgumentsType => typeof(TArguments);

    private static Func<object, TArguments, TTask> CompileInvoke(MethodInfo method)
    {
        var grain = Expression.Parameter(typeof(object));
        var arguments = Expression.Parameter(typeof(TArguments));
        Expression body = Expression.Call(
            Expression.Convert(grain, method.DeclaringType!),
            method,
            method.GetParameters().Select((_, index) => Expression.Field(arguments, $"Item{index + 1}"))
        );
        if (method.ReturnType.IsValueType)
        {
            body = Expression.Call(body, nameof(ValueTask.AsTask), typeArguments: null);
        }

        return Expression.Lambda<Func<object, TArguments, TTask>>(body, grain, arguments).Compile();
    }

    private static Func<TArguments, CancellationToken>? CompileToken(MethodInfo method)
    {
        var index = Array.FindIndex(
            method.GetParameters(),
            parameter => parameter.ParameterType == typeof(CancellationToken)
        );
        if (index < 0)
        {
            return null;
        }

        var arguments = Expression.Parameter(typeof(TArguments));
        var token = Expression.Field(arguments, $"Item{index + 1}");
        return Expression.Lambda<Func<TArguments, CancellationToken>>(token, arguments).Compile();
    }
}
