using System.Collections.Concurrent;
using System.Linq.Expressions;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using Orleans.Embedded.Activations;
using Orleans.Embedded.Calls;

namespace Orleans.Embedded.References;

/// <summary>A grain interface and the class of the references to it, made once for each interface.</summary>
internal sealed class ReferenceType
{
    private const BindingFlags NonPublicInstance = BindingFlags.Instance | BindingFlags.NonPublic;

    private static readonly ConcurrentDictionary<Type, ReferenceType> s_types = new();
    private static readonly Type[] s_constructorParameters =
    [
        typeof(ActivationDirectory),
        typeof(GrainMethod[]),
        typeof(string),
    ];

    private readonly GrainMethod[] _methods;
    private readonly Func<ActivationDirectory, GrainMethod[], string, object> _create;

    private ReferenceType(Type grainInterface)
    {
        _methods =
        [
            .. grainInterface
                .GetInterfaces()
                .Prepend(grainInterface)
                .SelectMany(type => type.GetMethods(BindingFlags.Instance | BindingFlags.Public))
                .Where(method => method.IsAbstract)
                .Select(GrainMethod.Create),
        ];
        _create = CompileConstructor(Emit(grainInterface, _methods));
    }

    public static ReferenceType Of(Type grainInterface) =>
        s_types.GetOrAdd(grainInterface, static type => new ReferenceType(type));

    public object Create(ActivationDirectory directory, string key) => _create(directory, _methods, key);

    private static Func<ActivationDirectory, GrainMethod[], string, object> CompileConstructor(Type type)
    {
        var parameters = Array.ConvertAll(s_constructorParameters, Expression.Parameter);
        var constructor = type.GetConstructor(s_constructorParameters)!;
        return Expression
            .Lambda<Func<ActivationDirectory, GrainMethod[], string, object>>(
                Expression.New(constructor, parameters),
                parameters
            )
            .Compile();
    }

    private static Type Emit(Type grainInterface, GrainMethod[] methods)
    {
        var assembly = AssemblyBuilder.DefineDynamicAssembly(
            new AssemblyName($"Orleans.Embedded.References.{grainInterface.FullName}"),
            AssemblyBuilderAccess.Run
        );
        AllowInternals(assembly, grainInterface, methods);
        var type = assembly
            .DefineDynamicModule("References")
            .DefineType($"{grainInterface.Name}Reference", TypeAttributes.Sealed, typeof(GrainReference));
        type.AddInterfaceImplementation(grainInterface);
        EmitConstructor(type);
        for (var index = 0; index < methods.Length; index++)
        {
            EmitMethod(type, methods[index], index);
        }

        return type.CreateType();
    }

    /// <summary>Grain interfaces and the types in them may be internal, as the base class of the references is.</summary>
    private static void AllowInternals(AssemblyBuilder assembly, Type grainInterface, GrainMethod[] methods)
    {
        var allow = typeof(IgnoresAccessChecksToAttribute).GetConstructor([typeof(string)])!;
        var types = methods
            .SelectMany(method => method.ArgumentsType.GetGenericArguments().Append(method.ResultType ?? typeof(Task)))
            .Concat(methods.Select(method => method.Declaration.DeclaringType!))
            .Append(typeof(GrainReference))
            .Append(grainInterface)
            .SelectMany(Parts);
        foreach (var name in types.Select(type => type.Assembly.GetName().Name!).Distinct(StringComparer.Ordinal))
        {
            assembly.SetCustomAttribute(new CustomAttributeBuilder(allow, [name]));
        }
    }

    private static IEnumerable<Type> Parts(Type type) =>
        type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(type) : [type];

    private static void EmitConstructor(TypeBuilder type)
    {
        var il = type.DefineConstructor(MethodAttributes.Public, CallingConventions.HasThis, s_constructorParameters)
            .GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldarg_1);
        il.Emit(OpCodes.Ldarg_2);
        il.Emit(OpCodes.Ldarg_3);
        il.Emit(OpCodes.Call, typeof(GrainReference).GetConstructors(NonPublicInstance)[0]);
        il.Emit(OpCodes.Ret);
    }

    /// <summary>The body is <c>return Send&lt;arguments, result&gt;(index, new arguments(...))</c>.</summary>
    private static void EmitMethod(TypeBuilder type, GrainMethod method, int index)
    {
        var declaration = method.Declaration;
        var parameters = Array.ConvertAll(declaration.GetParameters(), parameter => parameter.ParameterType);
        var builder = type.DefineMethod(
            $"{method.Name}#{index}",
            MethodAttributes.Private | MethodAttributes.Virtual | MethodAttributes.Final | MethodAttributes.NewSlot,
            declaration.ReturnType,
            parameters
        );
        var il = builder.GetILGenerator();
        il.Emit(OpCodes.Ldarg_0);
        il.Emit(OpCodes.Ldc_I4, index);
        EmitArguments(il, method.ArgumentsType, parameters);
        il.Emit(OpCodes.Call, SendMethod(method));
        if (declaration.ReturnType.IsValueType)
        {
            var task = method.ResultType is { } result ? typeof(Task<>).MakeGenericType(result) : typeof(Task);
            il.Emit(OpCodes.Newobj, declaration.ReturnType.GetConstructor([task])!);
        }

        il.Emit(OpCodes.Ret);
        type.DefineMethodOverride(builder, declaration);
    }

    private static void EmitArguments(ILGenerator il, Type tuple, Type[] parameters)
    {
        if (parameters.Length == 0)
        {
            il.Emit(OpCodes.Ldloc, il.DeclareLocal(tuple));
            return;
        }

        for (var position = 1; position <= parameters.Length; position++)
        {
            il.Emit(OpCodes.Ldarg, (short)position);
        }

        il.Emit(OpCodes.Newobj, tuple.GetConstructor(parameters)!);
    }

    private static MethodInfo SendMethod(GrainMethod method)
    {
        Type[] arguments = method.ResultType is { } result ? [method.ArgumentsType, result] : [method.ArgumentsType];
        return typeof(GrainReference)
            .GetMethods(NonPublicInstance)
            .Single(candidate =>
                candidate.IsGenericMethodDefinition && candidate.GetGenericArguments().Length == arguments.Length
            )
            .MakeGenericMethod(arguments);
    }
}
