using System.Collections.Immutable;
using System.Reflection;
using Anchor.Grains.Transactions;

namespace Anchor.Grains.Tests;

/// <summary>What grains say to each other keeps the rules of a cluster, whichever runtime runs them.</summary>
public sealed class GrainContractTests
{
    private static readonly ImmutableArray<Type> Interfaces =
    [
        .. typeof(ITransactionGrain).Assembly.GetTypes().Where(t => t.IsInterface && t.IsAssignableTo(typeof(IGrain))),
    ];

    private static readonly ImmutableArray<Type> Grains =
    [
        .. typeof(ITransactionGrain).Assembly.GetTypes().Where(t => t.IsAssignableTo(typeof(Grain)) && !t.IsAbstract),
    ];

    [Fact]
    public void Interfaces_and_their_methods_have_aliases_of_their_own()
    {
        var aliases = Interfaces.Select(AliasOf).ToList();
        Assert.DoesNotContain(null, aliases);
        Assert.Equal(aliases.Count, aliases.Distinct().Count());
        Assert.True(aliases.Count >= 7, $"{aliases.Count} interfaces.");
        foreach (var type in Interfaces)
        {
            var methods = type.GetMethods().Select(AliasOf).ToList();
            Assert.DoesNotContain(null, methods);
            Assert.Equal(methods.Count, methods.Distinct().Count());
        }
    }

    [Fact]
    public void Methods_are_asynchronous_take_a_token_last_and_send_contracts_only()
    {
        foreach (var method in Interfaces.SelectMany(type => type.GetMethods()))
        {
            var name = $"{method.DeclaringType!.Name}.{method.Name}";
            var parameters = method.GetParameters().Select(parameter => parameter.ParameterType).ToList();
            Assert.EndsWith("Async", method.Name, StringComparison.Ordinal);
            Assert.True(method.ReturnType.IsAssignableTo(typeof(Task)), $"{name} does not return a task.");
            Assert.Equal(typeof(CancellationToken), parameters[^1]);
            Assert.All(
                parameters[..^1].Concat(method.ReturnType.GetGenericArguments()),
                type => Assert.True(IsSendable(type), $"{name} sends {type}.")
            );
        }
    }

    [Fact]
    public void Grains_have_stored_names_of_their_own_and_never_reenter()
    {
        var names = Grains.Select(type => Argument(type, "GrainTypeAttribute")).ToList();

        Assert.DoesNotContain(null, names);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.All(Grains, type => Assert.True(type.IsSealed, $"{type.Name} is open."));
        Assert.All(
            Grains.SelectMany(type => type.GetCustomAttributesData()),
            attribute => Assert.DoesNotContain("Reentrant", attribute.AttributeType.Name, StringComparison.Ordinal)
        );
    }

    private static bool IsSendable(Type type)
    {
        var inner = Nullable.GetUnderlyingType(type) ?? type;
        return inner.IsPrimitive
            || inner == typeof(string)
            || inner == typeof(DateTimeOffset)
            || (
                inner.IsGenericType
                && inner.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
                && IsSendable(inner.GetGenericArguments()[0])
            )
            || (Has(inner, "GenerateSerializerAttribute") && AliasOf(inner) is not null);
    }

    private static bool Has(MemberInfo member, string attribute) =>
        member.GetCustomAttributesData().Any(data => data.AttributeType.Name == attribute);

    private static object? AliasOf(MemberInfo member) => Argument(member, "AliasAttribute");

    private static object? Argument(MemberInfo member, string attribute) =>
        member
            .GetCustomAttributesData()
            .FirstOrDefault(data => data.AttributeType.Name == attribute)
            ?.ConstructorArguments[0]
            .Value;
}
