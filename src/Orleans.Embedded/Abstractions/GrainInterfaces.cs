namespace Orleans;

/// <summary>The base of every grain interface.</summary>
public interface IGrain : Runtime.IAddressable;

/// <summary>A grain whose key is a string.</summary>
public interface IGrainWithStringKey : IGrain;

/// <summary>Makes references to grains. A reference is valid for ever; its first call activates the grain.</summary>
public interface IGrainFactory
{
    TGrainInterface GetGrain<TGrainInterface>(string primaryKey, string? grainClassNamePrefix = null)
        where TGrainInterface : IGrainWithStringKey;
}

/// <summary>The way into the runtime from outside of grains.</summary>
public interface IClusterClient : IGrainFactory;
