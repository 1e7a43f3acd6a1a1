using System.Reflection;
using Anchor.Domain;
using Anchor.Domain.Money;
using Anchor.Domain.Transactions;
using Anchor.Storage.Tests.Support;
using Anchor.Storage.Transactions;

namespace Anchor.Storage.Tests;

/// <summary>An update leaves the fixed columns alone, so no command may change what they are written from.</summary>
public sealed class FixedColumnTests(ITestOutputHelper output)
{
    private static readonly Type[] Commands =
    [
        .. typeof(TransactionCommand).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(TransactionCommand))),
    ];

    [Fact]
    public void No_command_changes_a_fixed_column_of_a_stored_transaction()
    {
        var seed = TestSeed.Value;
        output.WriteLine($"seed {seed}");
        var random = new Random(seed);
        var accepted = 0;
        for (var walk = 0; walk < 300; walk++)
        {
            var state = new AnchorTransaction();
            for (var step = 0; step < 60; step++)
            {
                var command = (TransactionCommand)Make(random, Commands[random.Next(Commands.Length)])!;
                if (
                    TransactionMachine.Decide(state, command, Samples.Noon) is Decision<AnchorTransaction>.Accept accept
                )
                {
                    Assert.True(!state.Exists || Fixed(state).SequenceEqual(Fixed(accept.Next)), $"{command}");
                    state = accept.Next;
                    accepted++;
                }
            }
        }

        Assert.InRange(accepted, 600, int.MaxValue);
    }

    private static IEnumerable<object?> Fixed(AnchorTransaction state) =>
        TransactionRows.Map.Columns.Where(column => column.IsFixed).Select(column => column.Value(state));

    private static object? Make(Random random, Type type)
    {
        if (Nullable.GetUnderlyingType(type) is { } inner)
        {
            return random.Next(2) == 0 ? null : Make(random, inner);
        }

        if (type.IsEnum)
        {
            return Enum.GetValues(type).GetValue(random.Next(Enum.GetValues(type).Length));
        }

        if (type == typeof(FeeQuote))
        {
            return FeeQuote.TryCreate(Amount.Floor(random.Next(10, 99)), Amount.Floor(1), out var quote) ? quote : null;
        }

        return type switch
        {
            _ when type == typeof(string) => $"s{random.Next(3)}",
            _ when type == typeof(bool) => random.Next(2) == 0,
            _ when type == typeof(int) => random.Next(5),
            _ when type == typeof(Amount) => Amount.Floor(random.Next(1, 99)),
            _ when type == typeof(DateTimeOffset) => Samples.Noon.AddMinutes(random.Next(-9, 99)),
            _ when type == typeof(TimeSpan) => TimeSpan.FromMinutes(random.Next(9)),
            _ when type.GetField("Empty", BindingFlags.Public | BindingFlags.Static) is { } empty => empty.GetValue(
                null
            ),
            { IsAbstract: true } => Make(random, Pick(random, type.Assembly.GetTypes().Where(type.IsAssignableFrom))),
            _ => Construct(random, type),
        };
    }

    private static object Construct(Random random, Type type)
    {
        var constructor = type.GetConstructors().MaxBy(found => found.GetParameters().Length)!;
        return constructor.Invoke([
            .. constructor.GetParameters().Select(parameter => Make(random, parameter.ParameterType)),
        ]);
    }

    private static Type Pick(Random random, IEnumerable<Type> types)
    {
        Type[] concrete = [.. types.Where(type => !type.IsAbstract)];
        return concrete[random.Next(concrete.Length)];
    }
}
