namespace Orleans;

/// <summary>Marks a type that crosses grain boundaries or is stored. Here references are passed; Orleans generates a serializer.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Struct | AttributeTargets.Enum)]
public sealed class GenerateSerializerAttribute : Attribute;

/// <summary>The stable number of a member in the serialized form; never reused.</summary>
[AttributeUsage(
    AttributeTargets.Field
        | AttributeTargets.Property
        | AttributeTargets.Parameter
        | AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Enum
        | AttributeTargets.Method
)]
public sealed class IdAttribute(uint id) : Attribute
{
    public uint Id { get; } = id;
}

/// <summary>The stable name of a type or method in the serialized form and on the wire.</summary>
[AttributeUsage(
    AttributeTargets.Class
        | AttributeTargets.Interface
        | AttributeTargets.Struct
        | AttributeTargets.Enum
        | AttributeTargets.Method,
    AllowMultiple = true
)]
public sealed class AliasAttribute(string alias) : Attribute
{
    public string Alias { get; } = alias;
}

/// <summary>Says that an instance never changes, so that it need not be copied between grains.</summary>
[AttributeUsage(
    AttributeTargets.Class
        | AttributeTargets.Struct
        | AttributeTargets.Field
        | AttributeTargets.Property
        | AttributeTargets.Parameter
        | AttributeTargets.ReturnValue,
    Inherited = false
)]
public sealed class ImmutableAttribute : Attribute;
