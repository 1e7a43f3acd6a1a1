using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Serialization;
using Anchor.Domain.Money;
using Anchor.Domain.Mosaic;
using Anchor.Domain.Transactions;
using Anchor.Grains.Transactions;
using Microsoft.Extensions.DependencyInjection;
using Orleans.Serialization;

namespace Anchor.Grains.Tests.Cluster;

/// <summary>What goes from silo to silo arrives as it was sent, through the serializers that Orleans generates.</summary>
public sealed class WireTests
{
    private static readonly ImmutableArray<Assembly> Contracts =
    [
        typeof(AnchorTransaction).Assembly,
        typeof(ITransactionGrain).Assembly,
    ];

    // The names that SEPs give to statuses are no keys of dictionaries; here any name will do.
    private static readonly JsonSerializerOptions Plain = new() { Converters = { new JsonStringEnumConverter() } };

    private int _last;

    public static TheoryData<string> Messages =>
        [
            .. Contracts
                .SelectMany(assembly => assembly.GetTypes())
                .Where(type =>
                    type is { IsAbstract: false, IsEnum: false }
                    && type.IsDefined(typeof(GenerateSerializerAttribute), inherit: false)
                )
                .Select(type => type.FullName!)
                .Order(StringComparer.Ordinal),
        ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Message_arrives_as_it_was_sent(string name)
    {
        using var services = new ServiceCollection()
            .AddSerializer(builder =>
            {
                foreach (var assembly in Contracts)
                {
                    builder.AddAssembly(assembly);
                }
            })
            .BuildServiceProvider();
        var serializer = services.GetRequiredService<Serializer>();
        var type = Contracts.Select(assembly => assembly.GetType(name)).First(found => found is not null)!;
        var sent = Sample(type);

        var arrived = serializer.Deserialize<object>(serializer.SerializeToArray(sent));

        Assert.NotSame(sent, arrived);
        Assert.IsType(type, arrived);
        Assert.Equal(Describe(sent, type), Describe(arrived, type));
    }

    [Fact]
    public void All_messages_are_there() => Assert.True(Messages.Count > 30, $"{Messages.Count} messages.");

    private static string Describe(object value, Type type) => JsonSerializer.Serialize(value, type, Plain);

    /// <summary>A value that differs in every member from the type's default.</summary>
    private object Sample(Type type)
    {
        var number = ++_last;
        return type switch
        {
            _ when Nullable.GetUnderlyingType(type) is { } inner => Sample(inner),
            { IsEnum: true } => Enum.GetValues(type).Cast<object>().Last(),
            { IsAbstract: true } => Sample(Contracts[0].GetTypes().First(t => !t.IsAbstract && t.IsAssignableTo(type))),
            _ when type == typeof(string) => $"text {number}",
            _ when type == typeof(bool) => true,
            _ when type == typeof(int) => number,
            _ when type == typeof(long) => (long)number << 32,
            _ when type == typeof(decimal) => number / 100m,
            _ when type == typeof(Amount) => Amount.FromStroops(number),
            _ when type == typeof(TokenAmount) => TokenAmount.Of((BigInteger.One << 200) + number),
            _ when type == typeof(DateTimeOffset) => DateTimeOffset.UnixEpoch.AddMinutes(number),
            _ when type == typeof(ImmutableSortedDictionary<string, string>) => ImmutableSortedDictionary<
                string,
                string
            >
                .Empty.Add("b", $"{number}")
                .Add("a", "first"),
            _ when type == typeof(ImmutableSortedDictionary<TransactionStatus, int>) => ImmutableSortedDictionary<
                TransactionStatus,
                int
            >
                .Empty.Add(TransactionStatus.Completed, number)
                .Add(TransactionStatus.Error, 1),
            { IsGenericType: true } when type.GetGenericTypeDefinition() == typeof(ImmutableArray<>) => Array(
                type.GetGenericArguments()[0]
            ),
            _ => Record(type),
        };
    }

    private object Array(Type item)
    {
        var items = System.Array.CreateInstance(item, 2);
        items.SetValue(Sample(item), 0);
        items.SetValue(Sample(item), 1);
        return typeof(ImmutableCollectionsMarshal)
            .GetMethod("AsImmutableArray")!
            .MakeGenericMethod(item)
            .Invoke(null, [items])!;
    }

    private object Record(Type type)
    {
        var constructor = type.GetConstructors(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)
            .Where(found => found.GetParameters().All(parameter => parameter.ParameterType != type))
            .MaxBy(found => found.GetParameters().Length)!;
        var value = constructor.Invoke([.. constructor.GetParameters().Select(p => Sample(p.ParameterType))]);
        foreach (var property in type.GetProperties().Where(p => p.CanWrite))
        {
            property.SetValue(value, Sample(property.PropertyType));
        }

        return value;
    }
}
