namespace Anchor.Domain.Mosaic;

/// <summary>The name of a pair of gateways: origin chain, auxiliary chain and the origin's gateway, as <c>1337-1406-0x0165...</c>.</summary>
public static class PairName
{
    private const char Mark = '-';

    public static string Of(string originChain, string auxiliaryChain, string gateway) =>
        $"{originChain}{Mark}{auxiliaryChain}{Mark}{gateway}";

    public static string OriginChain(string pair) => Part(pair, 0);

    public static string AuxiliaryChain(string pair) => Part(pair, 1);

    public static string Gateway(string pair) => Part(pair, 2);

    private static string Part(string pair, int index)
    {
        ArgumentNullException.ThrowIfNull(pair);
        return pair.Split(Mark) is { Length: 3 } parts
            ? parts[index]
            : throw new FormatException($"{pair} is no name of a pair.");
    }
}
