using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.CompilerServices;
using Anchor.Domain.Transactions;

namespace Anchor.Domain.Tests;

/// <summary>What may travel between grains, or be stored by them, keeps the rules that make it safe.</summary>
public sealed class OrleansContractTests
{
    private static readonly Assembly Domain = typeof(AnchorTransaction).Assembly;

    private static readonly ImmutableArray<Type> Contracts =
    [
        .. Domain.GetTypes().Where(type => HasAttribute(type, "GenerateSerializerAttribute")),
    ];

    /// <summary>Public types that never leave a process.</summary>
    private static readonly ImmutableHashSet<Type> Local =
    [
        typeof(Decision<>),
        typeof(Decision<>.Accept),
        typeof(Decision<>.Duplicate),
        typeof(Decision<>.Reject),
    ];

    [Fact]
    public void Every_public_record_and_enum_is_a_contract()
    {
        var forgotten = Domain
            .GetExportedTypes()
            .Where(type => type.IsEnum || IsRecord(type))
            .Where(type => !Local.Contains(type))
            .Except(Contracts);

        Assert.Empty(forgotten);
        Assert.True(Contracts.Length > 40, $"Only {Contracts.Length} contracts were found.");
    }

    [Fact]
    public void Every_contract_has_an_alias_of_its_own()
    {
        var aliases = Contracts.Select(type => (type, Alias: AliasOf(type))).ToList();

        Assert.All(aliases, pair => Assert.StartsWith("anchor.", pair.Alias ?? $"none on {pair.type}"));
        Assert.Equal(aliases.Count, aliases.Select(pair => pair.Alias).Distinct().Count());
    }

    [Fact]
    public void Every_contract_is_deeply_immutable()
    {
        foreach (var type in Contracts.Where(type => !type.IsEnum))
        {
            Assert.All(
                type.GetProperties(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance),
                property =>
                {
                    Assert.True(IsInitOnly(property), $"{type.Name}.{property.Name} can be set.");
                    Assert.True(IsImmutable(property.PropertyType), $"{type.Name}.{property.Name} can be changed.");
                }
            );
            Assert.All(
                type.GetFields(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static),
                field => Assert.True(field.IsInitOnly || field.IsLiteral, $"{type.Name}.{field.Name} can be set.")
            );
            Assert.True(
                type.IsAbstract || HasAttribute(type, "ImmutableAttribute"),
                $"{type.Name} does not say that it is immutable."
            );
        }
    }

    [Fact]
    public void Members_of_stored_states_have_ids_without_gaps_and_twins()
    {
        foreach (var type in Contracts.Where(type => !type.IsEnum))
        {
            var ids = type.GetProperties()
                .Select(property =>
                    property.GetCustomAttributesData().FirstOrDefault(a => a.AttributeType.Name == "IdAttribute")
                )
                .OfType<CustomAttributeData>()
                .Select(attribute => Convert.ToInt32(attribute.ConstructorArguments[0].Value, null))
                .ToList();
            var declared = type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly)
                .Count(property => property.SetMethod is not null);

            Assert.Equal(Enumerable.Range(0, ids.Count), ids.Order());
            Assert.True(
                ids.Count == declared || (ids.Count == 0 && IsPositional(type)),
                $"{type.Name} has members without an id."
            );
        }
    }

    [Fact]
    public void The_domain_knows_nothing_of_orleans_but_its_attributes()
    {
        var members = Domain.GetTypes().SelectMany(type => type.GetMembers(Everything).Prepend(type));
        var used = members
            .SelectMany(UsedBy)
            .Where(type => type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true)
            .Distinct();
        var attributes = members
            .SelectMany(member => member.GetCustomAttributesData())
            .Select(attribute => attribute.AttributeType)
            .Where(type => type.Namespace?.StartsWith("Orleans", StringComparison.Ordinal) == true)
            .Select(type => type.Name)
            .Distinct()
            .Order(StringComparer.Ordinal);

        Assert.Empty(used);
        Assert.Equal(
            ["AliasAttribute", "GenerateSerializerAttribute", "IdAttribute", "ImmutableAttribute"],
            attributes
        );
    }

    private const BindingFlags Everything =
        BindingFlags.Public
        | BindingFlags.NonPublic
        | BindingFlags.Instance
        | BindingFlags.Static
        | BindingFlags.DeclaredOnly;

    private static IEnumerable<Type> UsedBy(MemberInfo member) =>
        member switch
        {
            Type type => [.. type.GetInterfaces(), type.BaseType ?? typeof(object)],
            FieldInfo field => [field.FieldType],
            PropertyInfo property => [property.PropertyType],
            MethodInfo method => [method.ReturnType, .. method.GetParameters().Select(p => p.ParameterType)],
            _ => [],
        };

    private static bool IsImmutable(Type type) =>
        type.IsPrimitive
        || type.IsEnum
        || type == typeof(string)
        || type == typeof(decimal)
        || type == typeof(System.Numerics.BigInteger)
        || type == typeof(DateTimeOffset)
        || type == typeof(TimeSpan)
        || type == typeof(Type)
        || (type.IsGenericType && IsImmutableGeneric(type))
        || Contracts.Contains(type);

    private static bool IsImmutableGeneric(Type type) =>
        (
            type.GetGenericTypeDefinition() == typeof(Nullable<>)
            || type.GetGenericTypeDefinition() == typeof(ImmutableArray<>)
            || type.GetGenericTypeDefinition() == typeof(ImmutableSortedDictionary<,>)
        ) && type.GetGenericArguments().All(IsImmutable);

    private static bool IsInitOnly(PropertyInfo property) =>
        property.SetMethod is not { } setter
        || setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Everything) is not null;

    private static bool IsPositional(Type type) =>
        type.GetConstructors(BindingFlags.Public | BindingFlags.Instance)
            .Any(constructor => constructor.GetParameters().Length > 0);

    private static bool HasAttribute(Type type, string name) =>
        type.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name == name);

    private static string? AliasOf(Type type) =>
        type.GetCustomAttributesData()
            .FirstOrDefault(attribute => attribute.AttributeType.Name == "AliasAttribute")
            ?.ConstructorArguments[0]
            .Value as string;
}
