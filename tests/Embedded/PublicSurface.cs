using System.Reflection;

namespace Anchor.Embedded.Tests;

/// <summary>What others can see of a type, in words.</summary>
internal static class PublicSurface
{
    /// <summary>A line for each member of its own, in order; members whose types cannot be loaded are left out.</summary>
    public static IEnumerable<string> Members(Type type) =>
        type.GetMembers(
                BindingFlags.Instance
                    | BindingFlags.Static
                    | BindingFlags.Public
                    | BindingFlags.NonPublic
                    | BindingFlags.DeclaredOnly
            )
            .Where(IsVisible)
            .Select(Describe)
            .OfType<string>()
            .Order(StringComparer.Ordinal);

    private static string? Describe(MemberInfo member)
    {
        try
        {
            return "    "
                + member switch
                {
                    ConstructorInfo made => $"{made.Name}({Parameters(made)})",
                    MethodInfo method => $"{method.ReturnType} {method.Name}{Generics(method)}({Parameters(method)})",
                    PropertyInfo property => $"{property.PropertyType} {property.Name}",
                    FieldInfo field => $"{field.FieldType} {field.Name}",
                    _ => member.ToString(),
                };
        }
        catch (FileNotFoundException)
        {
            return null;
        }
    }

    // Both written out, because a loaded member and one that is only read describe themselves differently.
    private static string Parameters(MethodBase method) =>
        string.Join(", ", method.GetParameters().Select(parameter => parameter.ParameterType));

    private static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"[{string.Join<Type>(",", method.GetGenericArguments())}]" : "";

    private static bool IsVisible(MemberInfo member) =>
        member switch
        {
            MethodBase { IsSpecialName: true, IsConstructor: false } => false,
            MethodBase method => method.IsPublic || method.IsFamily,
            PropertyInfo property => property.GetMethod is { } getter && (getter.IsPublic || getter.IsFamily),
            FieldInfo field => field.IsPublic && field.Name != "value__",
            _ => false,
        };
}
